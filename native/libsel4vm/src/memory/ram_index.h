/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Constant-time way from a guest address to the reservation of RAM around it: a trie of fixed depth
 * over blocks of 2 MiB. Only blocks that one backed reservation covers wholly are in it; where the
 * trie has no answer (small reservations, no heap for a trie node), the tree of extents has.
 */
#pragma once

#include "reservation.h"

typedef struct ram_index ram_index_t;

/* Enter the whole blocks of a backed reservation. */
void vmi_ram_index_add(vm_memory_t *memory, vm_memory_reservation_t *reservation);

/* Take them out again. */
void vmi_ram_index_remove(vm_memory_t *memory, vm_memory_reservation_t *reservation);

/* The backed reservation around ADDR, or NULL when the trie does not know. */
vm_memory_reservation_t *vmi_ram_index_find(const vm_memory_t *memory, uintptr_t addr);

void vmi_ram_index_destroy(vm_memory_t *memory);
