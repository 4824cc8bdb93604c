/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Extensions of the processor. The compiler's numbers for them belong to its version: the function
 * that makes them of what getauxval says comes from the class library's pack, libaotminipal.a.
 */
#include <runtime/cpu.h>
#include <runtime/platform.h>
#include <stdio.h>

int minipal_getcpufeatures(void);

/* What the compiler took for granted (--instruction-set); it emits this into every program. */
extern const int g_requiredCpuFeatures;

/* Compiled code tests bits of it where it has a way without the extension (IsSupported). */
int g_cpuFeatures;

void rt_cpu_initialize(void)
{
    g_cpuFeatures = minipal_getcpufeatures();

    unsigned missing = (unsigned)g_requiredCpuFeatures & ~(unsigned)g_cpuFeatures;
    if (missing != 0) {
        char message[128];
        snprintf(message, sizeof(message),
                 "runtime: the program was compiled for a processor with more extensions "
                 "(IlcInstructionSet): 0x%x are missing",
                 missing);
        rt_panic(message);
    }
}
