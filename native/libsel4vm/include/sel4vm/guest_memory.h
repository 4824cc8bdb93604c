/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_memory.h
 * The guest's physical (intermediate physical, IPA) address space: reservations, what backs them,
 * and who is asked when the guest touches an address that nothing backs.
 *
 * A *reservation* is a half-open range [address, address + size), both multiples of 4 KiB. Ranges
 * never overlap. A reservation is empty at first: every access of the guest calls its fault
 * callback. Mapping backs it with frames; the guest then gets there without the VMM, and the
 * callback is only asked when the frames' rights forbid an access.
 *
 * Every function that fails records why: vm_last_error() in guest_error_ext.h. A function that
 * fails changes nothing: nothing stays mapped, allocated or reserved of what it began. There is one
 * exception: pages that are mapped on first touch, and that a function touches before it fails,
 * stay mapped. All calls for one VM come from one thread at a time.
 */
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>

#include <sel4vm/arch/guest_memory_arch.h>

typedef struct vm vm_t;
typedef struct vm_vcpu vm_vcpu_t;

/** A frame to be mapped, and how. */
typedef struct vm_frame {
    /** Capability of the frame. It stays its owner's: unmapping does not delete it. It must allow
     * what rights says, and reading and writing where the VMM is to reach the frame
     * (vm_guest_pointer(), vm_guest_write(), vm_ram_touch()): the kernel does not tell what a
     * capability allows, so an access of the VMM that it does not allow is a fault of the VMM. */
    seL4_CPtr cptr;
    /** Rights of the guest's mapping. Execution is allowed where reading is. */
    seL4_CapRights_t rights;
    /** Guest physical address to map at; a multiple of the frame's size. */
    uintptr_t vaddr;
    /** Size of the frame in address bits: 12, 21 or 30. */
    size_t size_bits;
} vm_frame_t;

/** What a fault callback did, and how the guest goes on. */
typedef enum memory_fault_result {
    /** The access was emulated. A load receives the data set by set_vcpu_fault_data() (0 if none
     * was set); the guest goes on at the next instruction. */
    FAULT_HANDLED,
    /** Not handled. The unhandled-fault callback is asked next; without one the VM stops. */
    FAULT_UNHANDLED,
    /** The cause is gone (a page was mapped, for example): the guest repeats the instruction. */
    FAULT_RESTART,
    /** The access is skipped: a load leaves its register as it was, a store is lost. */
    FAULT_IGNORE,
    /** Handling failed: vm_run() ends with -1. */
    FAULT_ERROR
} memory_fault_result_t;

/**
 * Called when the guest accesses a reservation that is not backed, or not with the rights it needs.
 * The functions of guest_vcpu_fault.h describe the access while the callback runs.
 *
 * Limit: an unaligned access of one register that begins in memory the guest has, and ends in this
 * reservation, arrives as one of the whole register at the reservation's first address, as the
 * hardware reports no more. A pair, and what else has to be decoded, is not emulated then
 * (VM_STOP_UNSUPPORTED_ACCESS). Devices behind a page of RAM are rare; leave a page between.
 * @param vm            the VM
 * @param vcpu          the vCPU that faulted
 * @param fault_addr    guest physical address of the access
 * @param fault_length  length of the access in bytes: 1, 2, 4 or 8; it ends inside the
 *                      reservation. A pair arrives as two accesses
 * @param cookie        the pointer given with the callback
 * @return              how the guest goes on; an undefined value counts as FAULT_ERROR
 */
typedef memory_fault_result_t (*memory_fault_callback_fn)(vm_t *vm, vm_vcpu_t *vcpu,
                                                          uintptr_t fault_addr, size_t fault_length,
                                                          void *cookie);

/**
 * Source of frames for a mapping: asked for one frame after the other in address order.
 * @param addr    guest physical address that the next frame has to start at
 * @param cookie  the pointer given with the iterator
 * @return        a frame with vaddr == @p addr; a null capability ends the mapping with an error
 */
typedef vm_frame_t (*memory_map_iterator_fn)(uintptr_t addr, void *cookie);

/** A reservation; owned by its VM, valid until vm_free_reserved_memory(). */
typedef struct vm_memory_reservation vm_memory_reservation_t;

/** The state of a VM's memory interface. */
typedef struct vm_memory_reservation_cookie vm_memory_reservation_cookie_t;

/**
 * Reserve a range of guest physical memory.
 * @param vm              the VM
 * @param addr            first address, a multiple of 4 KiB
 * @param size            bytes, a multiple of 4 KiB, not 0; the end must lie inside the IPA width
 * @param fault_callback  asked on faults; must not be NULL
 * @param cookie          passed to the callback
 * @return                the reservation, or NULL
 */
vm_memory_reservation_t *vm_reserve_memory_at(vm_t *vm, uintptr_t addr, size_t size,
                                              memory_fault_callback_fn fault_callback,
                                              void *cookie);

/**
 * Reserve a range at an address of the library's choice (the lowest that fits), inside the regions
 * given to vm_memory_make_anon().
 * @param vm              the VM
 * @param size            bytes, a multiple of 4 KiB, not 0
 * @param align           alignment of the address in bytes, a power of two; at least 4 KiB is used
 * @param fault_callback  asked on faults; must not be NULL
 * @param cookie          passed to the callback
 * @param addr            set to the address chosen; must not be NULL
 * @return                the reservation, or NULL
 */
vm_memory_reservation_t *vm_reserve_anon_memory(vm_t *vm, size_t size, size_t align,
                                                memory_fault_callback_fn fault_callback,
                                                void *cookie, uintptr_t *addr);

/**
 * Set a range aside for vm_reserve_anon_memory(). vm_reserve_memory_at() refuses addresses inside
 * it.
 * @param vm    the VM
 * @param addr  first address, a multiple of 4 KiB
 * @param size  bytes, a multiple of 4 KiB, not 0
 * @return      0, or -1
 */
int vm_memory_make_anon(vm_t *vm, uintptr_t addr, size_t size);

/**
 * Free a reservation, regular or anonymous. What backs it is unmapped first; frames that the
 * library allocated are given back, frames of the caller stay the caller's. Refused for a
 * reservation whose callback is running. The pointer is invalid afterwards; a second free, or one
 * through another VM, is recognised and refused. Registered guest RAM is refused as well
 * (VM_ERROR_BUSY): vm_ram_unregister() in guest_ram_ext.h frees it.
 * @return 0, or -1
 */
int vm_free_reserved_memory(vm_t *vm, vm_memory_reservation_t *reservation);

/**
 * Back a whole reservation with the frames that @p map_iterator gives.
 * @param vm            the VM
 * @param reservation   a reservation without a mapping
 * @param map_iterator  the source of frames; sizes may be mixed, all of them together must fill the
 *                      reservation exactly
 * @param cookie        passed to the iterator
 * @return              0, or -1 with nothing mapped
 */
int vm_map_reservation(vm_t *vm, vm_memory_reservation_t *reservation,
                       memory_map_iterator_fn map_iterator, void *cookie);

/**
 * Back a whole reservation with an array of frames of one size, with all rights.
 * @param vm               the VM
 * @param reservation      a reservation without a mapping
 * @param frames           frames in address order; they stay the caller's, and must allow reading
 *                         and writing
 * @param num_frames       number of frames; num_frames << frame_size_bits must equal the size
 * @param frame_size_bits  12, 21 or 30
 * @return                 0, or -1 with nothing mapped
 */
int vm_map_reservation_frames(vm_t *vm, vm_memory_reservation_t *reservation, seL4_CPtr *frames,
                              size_t num_frames, size_t frame_size_bits);

/**
 * Where a reservation lies.
 * @param reservation  a live reservation; for NULL, address and size are set to 0
 * @param addr         set to the first address; may be NULL
 * @param size         set to the size in bytes; may be NULL
 */
void vm_get_reservation_memory_region(vm_memory_reservation_t *reservation, uintptr_t *addr,
                                      size_t *size);

/**
 * Set up a VM's memory interface. vm_init() has done this already for the VMs it makes.
 * @return 0, or -1 (also when the VM's memory interface exists)
 */
int vm_memory_init(vm_t *vm);
