/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4utils/vspace.h
 * Setting up the root task's address space: done already, these functions make handles of it.
 */
#include <sel4/sel4.h>
#include <vka/vka.h>
#include <vspace/vspace.h>

/** Upstream's book-keeping of an address space; not needed. */
typedef struct sel4utils_alloc_data {
    /** Unused. */
    void *data;
} sel4utils_alloc_data_t;

/**
 * Make @p vspace a handle of the root task's address space.
 * @param data  not used, may be NULL
 * @param pd    the root task's VSpace
 * @param bi    not used, may be NULL
 * @return      0, or -1 for NULL @p vspace or another VSpace
 */
int sel4utils_bootstrap_vspace_with_bootinfo_leaky(vspace_t *vspace, sel4utils_alloc_data_t *data,
                                                   seL4_CPtr pd, vka_t *vka, seL4_BootInfo *bi);

/** As sel4utils_bootstrap_vspace_with_bootinfo_leaky(). */
int sel4utils_bootstrap_vspace_with_bootinfo(vspace_t *vspace, sel4utils_alloc_data_t *data,
                                             seL4_CPtr pd, vka_t *vka, seL4_BootInfo *bi,
                                             void *allocated_object_fn,
                                             void *allocated_object_cookie);
