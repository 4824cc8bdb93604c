/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The list of registered RAM: in the order of addresses, as few regions as possible. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_ram_ext.h>

#include "reservation.h"

/* Make room for two more regions, the most that a change can add. Returns 0, or -1 with the failure
 * recorded. */
int vmi_ram_make_room(vm_t *vm, const char *operation);

/* Enter a range of which nothing is registered. Room must have been made. */
void vmi_ram_enter(struct vm_mem *mem, vm_range_t range);

/* Take out a range that is registered and in one state. Room must have been made. */
void vmi_ram_take_out(struct vm_mem *mem, vm_range_t range);

/* true when all of the range is registered, and in the state ALLOCATED unless that is -1. */
bool vmi_ram_covered(const struct vm_mem *mem, vm_range_t range, int allocated);

/* Set the state of what is registered of the range. Room must have been made. */
void vmi_ram_set_state(struct vm_mem *mem, vm_range_t range, int allocated);

/* true when all of the range is registered RAM. */
bool vmi_ram_is_registered(const vm_t *vm, vm_range_t range);

/* Refuse, with -1, what must not happen to a reservation behind the back of registered RAM. */
int vmi_ram_check_unregistered(vm_t *vm, const vm_memory_reservation_t *reservation,
                               const char *operation);
