/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_memory_ext.h
 * What guest_memory.h lacks: taking a mapping away, frames of the library, mapping on first touch,
 * protection, dirty and accessed pages, looking around, and access from the VMM.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_vm.h>

/** Width of an intermediate physical address, in bits. */
#if defined(CONFIG_ARM_PA_SIZE_BITS_40)
#define VM_IPA_BITS 40
#else
#define VM_IPA_BITS 44
#endif

/** Smallest unit of guest memory, in bytes. */
#define VM_PAGE_SIZE 0x1000ul

/** What backs a reservation. */
typedef enum vm_backing {
    /** Nothing: every access comes to the callback. */
    VM_BACKING_NONE,
    /** Frames, all mapped. */
    VM_BACKING_MAPPED,
    /** Frames that are fetched and mapped when the guest first touches their page. */
    VM_BACKING_DEFERRED
} vm_backing_t;

/** Description of a reservation. */
typedef struct vm_reservation_info {
    /** First guest physical address. */
    uintptr_t address;
    /** Bytes. */
    size_t size;
    /** What backs it. */
    vm_backing_t backing;
    /** true: made by vm_reserve_anon_memory(). */
    bool anonymous;
    /** true: the frames belong to the library. */
    bool library_owned;
    /** true: dirty pages are being tracked. */
    bool dirty_tracking;
    /** true: accessed pages are being tracked. */
    bool accessed_tracking;
    /** Pages that are mapped at this moment. */
    size_t mapped_pages;
    /** Bytes that are mapped at this moment. */
    size_t mapped_bytes;
    /** Callback given with the reservation. */
    memory_fault_callback_fn fault_callback;
    /** Cookie given with the reservation. */
    void *fault_cookie;
} vm_reservation_info_t;

/** Free everything that belongs to a VM's memory interface; vm_memory_init() may set it up anew.
 * @return 0, or -1 while a callback or the VM runs */
int vm_memory_destroy(vm_t *vm);

/**
 * Take the backing away; the reservation stays, and every access comes to its callback again.
 * Frames of the library are given back, frames of the caller stay the caller's, unmapped. Refused
 * while a callback of the reservation runs, and for registered guest RAM, which vm_ram_unregister()
 * frees (VM_ERROR_BUSY).
 * @return 0, or -1
 */
int vm_unmap_reservation(vm_t *vm, vm_memory_reservation_t *reservation);

/**
 * Back a reservation page by page, each when the guest first touches it. A fetch that fails leaves
 * the page as it was and the access to the reservation's fault callback.
 * @param map_iterator  asked for a frame of exactly @p page_bits at the page's address; NULL: the
 * library allocates zeroed RAM, of that size and no smaller
 * @param cookie        passed to the iterator
 * @param page_bits     12, 21 or 30; the reservation must be aligned to it at both ends
 * @return              0, or -1
 */
int vm_map_reservation_deferred(vm_t *vm, vm_memory_reservation_t *reservation,
                                memory_map_iterator_fn map_iterator, void *cookie,
                                size_t page_bits);

/**
 * Back a reservation with zeroed RAM of the library.
 * @param rights         rights of the guest
 * @param max_page_bits  largest page to use: 12, 21 or 30
 * @return               0, or -1 with nothing mapped
 */
int vm_map_reservation_ram(vm_t *vm, vm_memory_reservation_t *reservation, seL4_CapRights_t rights,
                           size_t max_page_bits);

/**
 * Change what the guest may do with part of a mapped reservation. The VMM's own access does not
 * change.
 * @param addr    a multiple of the size of the page it lies in
 * @param size    bytes; the range must end at a page's end and lie inside the reservation
 * @param rights  seL4_CanRead, seL4_AllRights or seL4_NoRights
 * @return        0, or -1 with the old rights
 */
int vm_set_reservation_rights(vm_t *vm, vm_memory_reservation_t *reservation, uintptr_t addr,
                              size_t size, seL4_CapRights_t rights);

/** Number of reservations. */
size_t vm_reservation_count(vm_t *vm);

/** The reservation with the lowest address; NULL when there is none. */
vm_memory_reservation_t *vm_first_reservation(vm_t *vm);

/** The next one in address order; NULL after the last, or when @p reservation is not of this VM. */
vm_memory_reservation_t *vm_next_reservation(vm_t *vm, vm_memory_reservation_t *reservation);

/** The reservation that contains @p addr; NULL when there is none. */
vm_memory_reservation_t *vm_find_reservation(vm_t *vm, uintptr_t addr);

/** true when @p reservation is live and of this VM; any pointer may be asked about. */
bool vm_is_reservation(vm_t *vm, const vm_memory_reservation_t *reservation);

/** Describe a reservation. @return 0, or -1 */
int vm_get_reservation_info(vm_t *vm, vm_memory_reservation_t *reservation,
                            vm_reservation_info_t *info);

/**
 * A guest address in the VMM's address space, for direct access. Constant time for RAM.
 * Reading through the pointer leaves no trace; writing does not mark pages dirty (vm_mark_dirty()
 * does). Where a device backs the range, only aligned accesses are allowed, which memcpy() does not
 * keep to.
 * @param addr  guest physical address
 * @param size  bytes, not 0; all of them must lie in one reservation whose pages are mapped
 * @return      the pointer, valid until the reservation is unmapped; NULL when the range is not
 * backed
 */
void *vm_guest_pointer(vm_t *vm, uintptr_t addr, size_t size);

/**
 * vm_guest_pointer() for RAM alone, where accesses may have any width and alignment: for what a
 * guest says is a buffer.
 * @param addr  guest physical address
 * @param size  bytes, not 0; all of them must lie in one reservation whose pages are mapped
 * @return      the pointer, valid until the reservation is unmapped; NULL when the range is not
 * backed, or a device backs part of the reservation (VM_ERROR_NOT_FOUND)
 */
void *vm_guest_ram_pointer(vm_t *vm, uintptr_t addr, size_t size);

/** Copy from the guest; the range may cross reservations, all of it must be backed. 0 bytes
 * succeed. Where a device backs it, every access is aligned: of the size asked for when that is 1,
 * 2, 4 or 8 bytes and the address is a multiple of it, otherwise of at most 4 bytes.
 *  @return 0, or -1 with nothing copied */
int vm_guest_read(vm_t *vm, uintptr_t addr, void *buffer, size_t size);

/**
 * Copy to the guest, as vm_guest_read(), and mark the pages dirty. With vm->mem.clean_cache set,
 * what was written goes from the data cache to memory afterwards.
 * @return 0; -1 with nothing copied, or, with everything copied, when the kernel refuses to
 * maintain the caches (operation "ram_clean" of vm_last_error())
 */
int vm_guest_write(vm_t *vm, uintptr_t addr, const void *buffer, size_t size);

/** What to track. */
typedef enum vm_tracking {
    /** Nothing. */
    VM_TRACK_NONE,
    /** Pages that are written: pages become read-only until the first write. */
    VM_TRACK_DIRTY,
    /** Pages that are touched at all: pages are taken from the guest until the first access.
     * Written pages are told apart as well. */
    VM_TRACK_ACCESSED
} vm_tracking_t;

/**
 * Begin, change or end tracking for a mapped reservation; all its pages are clean afterwards.
 * @return 0, or -1 with the tracking as it was
 */
int vm_set_tracking(vm_t *vm, vm_memory_reservation_t *reservation, vm_tracking_t tracking);

/** State of a page since the last collection. */
typedef enum vm_page_state {
    /** Not touched. */
    VM_PAGE_CLEAN = 0,
    /** Touched; known only with VM_TRACK_ACCESSED. */
    VM_PAGE_ACCESSED = 1,
    /** Written. */
    VM_PAGE_DIRTY = 2
} vm_page_state_t;

/**
 * Called for each page that is not clean. It cannot free or unmap the reservation (VM_ERROR_BUSY).
 * @param addr   guest physical address of the page
 * @param size   its size in bytes
 * @param state  vm_page_state_t bits
 * @return       0 to go on, another value ends the collection
 */
typedef int (*vm_page_visitor_fn)(vm_t *vm, uintptr_t addr, size_t size, unsigned int state,
                                  void *cookie);

/**
 * Visit the pages that were touched since tracking began or was last collected, in address order.
 * @param visitor  may be NULL: only clean
 * @param clear    true: each page becomes clean, and is tracked anew, before it is visited: what is
 *                 written from the visit on counts for the next collection
 * @return         number of pages visited, or -1 when the kernel refuses to track a page anew; that
 *                 one, and those behind it, are neither visited nor cleaned
 */
long vm_collect_pages(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_visitor_fn visitor,
                      void *cookie, bool clear);

/** Mark the pages of a range dirty, for a VMM that wrote through vm_guest_pointer(). @return 0, or
 * -1 */
int vm_mark_dirty(vm_t *vm, uintptr_t addr, size_t size);
