/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file simple/simple.h
 * What the kernel handed to the root task at boot, as code written for libsel4vm expects to find
 * it. `simple_t` is only a handle, as `vka_t` is: the root server's bootinfo stands behind every
 * one.
 */
#include <sel4/sel4.h>

/** Handle of the boot environment. Zero-initialise it, or use rs_simple_init(). */
typedef struct simple {
    /** Unused; NULL. */
    void *data;
} simple_t;

/** Initialise @p simple as a handle of the root task's boot environment. NULL is ignored. */
void rs_simple_init(simple_t *simple);

/** The root task's CNode. */
seL4_CPtr simple_get_cnode(simple_t *simple);

/** The root task's VSpace. */
seL4_CPtr simple_get_pd(simple_t *simple);

/** The root task's first TCB. */
seL4_CPtr simple_get_tcb(simple_t *simple);

/** The ASID pool that new VSpaces are assigned from. */
seL4_CPtr simple_get_asid_pool(simple_t *simple);
