/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Where the frames of a mapping come from. */
#pragma once

#include "mapping.h"

/* Frame source: zeroed RAM of the library; COOKIE is a ram_source_t. */
typedef struct ram_source {
    size_t max_bits;
    size_t min_bits;
    seL4_CapRights_t rights;
} ram_source_t;
int vmi_ram_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights, void *cookie);

/* Frame source: physical memory at a fixed distance from the guest address; COOKIE is a
 * paddr_source_t. */
typedef struct paddr_source {
    uintptr_t first_addr;
    uintptr_t first_paddr;
    seL4_CapRights_t rights;
} paddr_source_t;
int vmi_paddr_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights,
                     void *cookie);

/* Frame source: frames of the user's iterator; COOKIE is an iterator_source_t. */
typedef struct iterator_source {
    memory_map_iterator_fn iterator;
    void *cookie;
} iterator_source_t;
int vmi_iterator_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights,
                        void *cookie);

/* Largest page size in bits, not above MAX_BITS, for which ALIGNMENT (addresses or-ed together) and
 * SPACE are good. */
size_t vmi_fitting_page_bits(uintptr_t alignment, size_t space, size_t max_bits);

/* The next smaller page size in bits; 0 below 12. */
size_t vmi_smaller_page_bits(size_t bits);
