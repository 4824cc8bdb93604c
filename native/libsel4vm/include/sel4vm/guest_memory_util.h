/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_memory_util.h
 * Common ways to back a reservation. Frames that these functions allocate belong to the library and
 * are given back with the mapping.
 */
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_vm.h>

/**
 * Reserve one 4 KiB page of the guest, back it with a fresh zeroed frame, and map that frame into
 * the VMM as well.
 * @param vm                    the VM
 * @param addr                  guest physical address, a multiple of 4 KiB
 * @param rights                the guest's rights; with seL4_CanRead only, guest writes come to the
 * callback
 * @param alloc_fault_callback  asked on faults; must not be NULL
 * @param alloc_fault_cookie    passed to the callback
 * @return                      the frame's address in the VMM, readable and writable, or NULL. It
 * is valid until the reservation (vm_find_reservation()) is freed or unmapped.
 */
void *create_allocated_reservation_frame(vm_t *vm, uintptr_t addr, seL4_CapRights_t rights,
                                         memory_fault_callback_fn alloc_fault_callback,
                                         void *alloc_fault_cookie);

/**
 * Reserve one 4 KiB page of the guest and back it with the device frame at the same physical
 * address, mapped into the VMM as well.
 * @param addr  guest physical address and physical address of the device, a multiple of 4 KiB
 * @return      the frame's address in the VMM, or NULL
 */
void *create_device_reservation_frame(vm_t *vm, uintptr_t addr, seL4_CapRights_t rights,
                                      memory_fault_callback_fn fault_callback, void *fault_cookie);

/**
 * Back a reservation with the physical memory that starts at @p paddr, RAM or device: guest address
 * reservation + n is physical address @p paddr + n. RAM, as the machine's device tree names it, is
 * normal memory for guest and VMM; everything else is device memory for both.
 * @param paddr  a multiple of 4 KiB
 * @return       0, or -1 with nothing mapped
 */
int map_ut_alloc_reservation_with_base_paddr(vm_t *vm, uintptr_t paddr,
                                             vm_memory_reservation_t *reservation);

/**
 * Back a reservation with the physical memory of the same addresses.
 * @return 0, or -1 with nothing mapped
 */
int map_ut_alloc_reservation(vm_t *vm, vm_memory_reservation_t *reservation);

/**
 * Back a reservation with fresh zeroed RAM, in the largest pages that alignment and memory allow.
 * @return 0, or -1 with nothing mapped
 */
int map_frame_alloc_reservation(vm_t *vm, vm_memory_reservation_t *reservation);

/**
 * Back a reservation with RAM, or with the device memory of the same addresses where there is a
 * device: the device is tried first for the whole reservation, then RAM.
 * @return 0, or -1 with nothing mapped
 */
int map_maybe_device_reservation(vm_t *vm, vm_memory_reservation_t *reservation);
