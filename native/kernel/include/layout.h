/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Offsets into context_t for entry.S; boot.c checks them. */
#pragma once

#define CTX_X30_SP  240
#define CTX_PC_SPSR 256
#define CTX_TPIDR   272
