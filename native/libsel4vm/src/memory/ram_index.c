/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "ram_index.h"

#include <stdlib.h>

/* 44-bit addresses: 21 bits inside a block, 12 bits choose among the blocks of a leaf (8 GiB), 11
 * bits choose the leaf. */
#define BLOCK_BITS 21
#define LEAF_BITS  12
#define ROOT_BITS  (VM_IPA_BITS - LEAF_BITS - BLOCK_BITS)
#define BLOCK_SIZE (1ul << BLOCK_BITS)

typedef struct leaf {
    size_t used;
    vm_memory_reservation_t *blocks[1u << LEAF_BITS];
} leaf_t;

struct ram_index {
    size_t used;
    leaf_t *leaves[1u << ROOT_BITS];
};

static size_t root_slot(uintptr_t addr)
{
    return addr >> (BLOCK_BITS + LEAF_BITS);
}

static size_t leaf_slot(uintptr_t addr)
{
    return (addr >> BLOCK_BITS) & ((1u << LEAF_BITS) - 1);
}

static leaf_t *leaf_for(vm_memory_t *memory, uintptr_t addr)
{
    if (memory->ram == NULL && (memory->ram = calloc(1, sizeof(*memory->ram))) == NULL) {
        return NULL;
    }
    leaf_t **leaf = &memory->ram->leaves[root_slot(addr)];
    if (*leaf == NULL && (*leaf = calloc(1, sizeof(**leaf))) != NULL) {
        memory->ram->used++;
    }
    return *leaf;
}

/* First address of the first whole block at or above ADDR. */
static uintptr_t block_up(uintptr_t addr)
{
    return (addr + BLOCK_SIZE - 1) & ~(BLOCK_SIZE - 1);
}

void vmi_ram_index_add(vm_memory_t *memory, vm_memory_reservation_t *reservation)
{
    uintptr_t end = (extent_start(reservation) + reservation->size) & ~(BLOCK_SIZE - 1);
    for (uintptr_t at = block_up(extent_start(reservation)); at < end; at += BLOCK_SIZE) {
        leaf_t *leaf = leaf_for(memory, at);
        if (leaf == NULL) {
            return;
        }
        leaf->blocks[leaf_slot(at)] = reservation;
        leaf->used++;
    }
}

void vmi_ram_index_remove(vm_memory_t *memory, vm_memory_reservation_t *reservation)
{
    ram_index_t *index = memory->ram;
    uintptr_t end = (extent_start(reservation) + reservation->size) & ~(BLOCK_SIZE - 1);
    if (index == NULL) {
        return;
    }
    for (uintptr_t at = block_up(extent_start(reservation)); at < end; at += BLOCK_SIZE) {
        leaf_t **leaf = &index->leaves[root_slot(at)];
        if (*leaf == NULL || (*leaf)->blocks[leaf_slot(at)] != reservation) {
            continue;
        }
        (*leaf)->blocks[leaf_slot(at)] = NULL;
        if (--(*leaf)->used == 0) {
            free(*leaf);
            *leaf = NULL;
            index->used--;
        }
    }
    if (index->used == 0) {
        free(index);
        memory->ram = NULL;
    }
}

vm_memory_reservation_t *vmi_ram_index_find(const vm_memory_t *memory, uintptr_t addr)
{
    if (memory->ram == NULL || addr >> VM_IPA_BITS != 0) {
        return NULL;
    }
    const leaf_t *leaf = memory->ram->leaves[root_slot(addr)];
    return leaf == NULL ? NULL : leaf->blocks[leaf_slot(addr)];
}

void vmi_ram_index_destroy(vm_memory_t *memory)
{
    /* Nothing is left when every mapping is gone, unless the root was made for a leaf that could
     * not be. */
    free(memory->ram);
    memory->ram = NULL;
}
