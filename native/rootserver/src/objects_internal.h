/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What the root server itself needs of the object allocator; the public side is objects.h. */

#pragma once

#include <sel4/sel4.h>

void rs_objects_init(const seL4_BootInfo *bootinfo);

/* Taken by everything that touches slots, blocks or records of untyped memory. */
void rs_objects_lock(void);
void rs_objects_unlock(void);

/* The number of intermediate page tables has changed. */
void rs_objects_count_table(int change);
