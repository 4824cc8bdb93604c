/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* LP64: a word is 64 bits and is a long. */
#define SEL4_WORD_IS_UINT64
#define SEL4_INT64_IS_LONG
