/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * What the processor can do beyond Armv8.0. EL0 may not read the ID registers, and seL4 passes
 * none of them on: the start code executes one instruction of each extension instead and looks
 * whether it is undefined.
 */

#pragma once

#include <stdint.h>

/*
 * The bits of AT_HWCAP on arm64 Linux (its arch/arm64/include/uapi/asm/hwcap.h), since libraries
 * built for that system ask for these with getauxval, which the root server offers to them.
 */
#define RS_CPU_FP       (UINT64_C(1) << 0)
#define RS_CPU_ASIMD    (UINT64_C(1) << 1)
#define RS_CPU_AES      (UINT64_C(1) << 3)
#define RS_CPU_PMULL    (UINT64_C(1) << 4)
#define RS_CPU_SHA1     (UINT64_C(1) << 5)
#define RS_CPU_SHA2     (UINT64_C(1) << 6)
#define RS_CPU_CRC32    (UINT64_C(1) << 7)
#define RS_CPU_ATOMICS  (UINT64_C(1) << 8)
#define RS_CPU_ASIMDRDM (UINT64_C(1) << 12)
#define RS_CPU_LRCPC    (UINT64_C(1) << 15)
#define RS_CPU_ASIMDDP  (UINT64_C(1) << 20)
#define RS_CPU_ILRCPC   (UINT64_C(1) << 26)

/*
 * The extensions that the boot processor has. A bit without a name here is never set: the extension
 * was not looked for, or its registers are not kept when the kernel switches threads (SVE).
 */
uint64_t rs_cpu_features(void);

/* Detects them; the start code calls it, once faults have a handler. */
void rs_cpu_init(void);
