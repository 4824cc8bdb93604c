/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "cpu_probe.h"

#include <errno.h>
#include <rootserver/cpu.h>
#include <rootserver/fault.h>
#include <stddef.h>

/* Auxiliary vector types of Linux (its include/uapi/linux/auxvec.h). */
#define AT_PAGESZ        6
#define AT_HWCAP         16
#define AT_HWCAP2        26

#define INSTRUCTION_SIZE 4

static const struct {
    uint64_t feature;
    uint64_t (*probe)(void);
} probes[] = {
    {RS_CPU_AES, rs_probe_aes},         {RS_CPU_PMULL, rs_probe_pmull},
    {RS_CPU_SHA1, rs_probe_sha1},       {RS_CPU_SHA2, rs_probe_sha2},
    {RS_CPU_CRC32, rs_probe_crc32},     {RS_CPU_ATOMICS, rs_probe_atomics},
    {RS_CPU_ASIMDRDM, rs_probe_rdm},    {RS_CPU_LRCPC, rs_probe_rcpc},
    {RS_CPU_ASIMDDP, rs_probe_dotprod}, {RS_CPU_ILRCPC, rs_probe_rcpc2},
};

/* seL4 for aarch64 requires both. */
static uint64_t features = RS_CPU_FP | RS_CPU_ASIMD;

/* Goes on behind the undefined instruction, with the answer "no". */
static bool skip(rs_fault_t *fault)
{
    uintptr_t pc = fault->registers.pc;
    if (fault->kind != RS_FAULT_EXCEPTION || pc < (uintptr_t)rs_probe_begin ||
        pc >= (uintptr_t)rs_probe_end) {
        return false;
    }
    fault->registers.pc = pc + INSTRUCTION_SIZE;
    fault->registers.x0 = 0;
    return true;
}

void rs_cpu_init(void)
{
    rs_fault_hook_t before = rs_fault_set_hook(skip);
    for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        if (probes[i].probe() != 0) {
            features |= probes[i].feature;
        }
    }
    rs_fault_set_hook(before);
}

uint64_t rs_cpu_features(void)
{
    return features;
}

unsigned long getauxval(unsigned long type);

/* As on Linux: 0 and ENOENT for what is not there. */
unsigned long getauxval(unsigned long type)
{
    switch (type) {
    case AT_PAGESZ:
        return (unsigned long)1 << seL4_PageBits;
    case AT_HWCAP:
        return features;
    case AT_HWCAP2:
        return 0;
    default:
        errno = ENOENT;
        return 0;
    }
}

unsigned long __getauxval(unsigned long type);

/* What libgcc's atomics ask when the program starts, in a constructor: after rs_cpu_init. */
unsigned long __getauxval(unsigned long type)
{
    return getauxval(type);
}
