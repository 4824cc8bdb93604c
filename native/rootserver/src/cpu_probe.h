/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#pragma once

#include <stdint.h>

/* One instruction of each extension: each function returns 1, or what the handler of the undefined
 * instruction puts into x0 (cpu_probe.S). */
uint64_t rs_probe_aes(void);
uint64_t rs_probe_pmull(void);
uint64_t rs_probe_sha1(void);
uint64_t rs_probe_sha2(void);
uint64_t rs_probe_crc32(void);
uint64_t rs_probe_atomics(void);
uint64_t rs_probe_rdm(void);
uint64_t rs_probe_rcpc(void);
uint64_t rs_probe_dotprod(void);
uint64_t rs_probe_rcpc2(void);

/* The code of all of them. */
extern const char rs_probe_begin[], rs_probe_end[];
