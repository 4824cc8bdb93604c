/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* The place where code written for upstream's libsel4vmmplatsupport looks for these functions. */
#include <sel4vm/arch/smc.h>
