/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file allocman/bootstrap.h
 * Setting up the allocator from the boot environment: done already, so these functions only check
 * their arguments.
 */
#include <stddef.h>

#include <allocman/allocman.h>
#include <sel4/sel4.h>
#include <simple/simple.h>
#include <vspace/vspace.h>

/**
 * The allocator of the root task.
 * @param pool       memory for upstream's allocator to begin with; not needed, may be NULL
 * @param pool_size  its bytes
 * @return           the allocator, NULL when @p simple is NULL
 */
allocman_t *bootstrap_use_current_simple(simple_t *simple, size_t pool_size, void *pool);

/** As bootstrap_use_current_simple(). */
allocman_t *bootstrap_new_1level_simple(simple_t *simple, size_t cnode_size, size_t pool_size,
                                        void *pool);

/** Memory that upstream's allocator grows by. The root server's heap grows by itself: nothing is
 * done. */
void bootstrap_configure_virtual_pool(allocman_t *alloc, void *vstart, size_t vsize, seL4_CPtr pd);
