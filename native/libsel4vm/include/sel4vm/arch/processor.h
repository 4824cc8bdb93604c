/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/arch/processor.h
 * The syndrome register ESR_EL2 (HSR): Arm DDI 0487, D17.2.37.
 */

#define HSR_MAX_EXCEPTION         (0x3f)
#define HSR_EXCEPTION_CLASS_SHIFT (26)
#define HSR_EXCEPTION_CLASS_MASK  (0xfc000000u)
#define HSR_EXCEPTION_CLASS(hsr)  (((hsr)&HSR_EXCEPTION_CLASS_MASK) >> HSR_EXCEPTION_CLASS_SHIFT)

#define HSR_IL_SHIFT              (25)
#define HSR_IL_MASK               (1u << HSR_IL_SHIFT)
#define HSR_IL(hsr)               (((hsr)&HSR_IL_MASK) >> HSR_IL_SHIFT)

#define HSR_ISS_MASK              (HSR_IL_MASK - 1)
