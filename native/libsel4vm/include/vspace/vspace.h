/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vspace/vspace.h
 * Address spaces, as code written for libsel4vm expects to find them: a handle of the root server's
 * `rs_vspace_t` (rootserver/vspace.h), which keeps the translation tables and knows which frame is
 * mapped where.
 *
 * Page sizes are log2 of bytes: 12, 21 or 30. A function that fails changes nothing.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>
#include <vka/object.h>

/** For vspace_unmap_pages(): the frames that vspace_new_pages() and its relatives made are freed.
 */
#define VSPACE_FREE ((vka_t *)0xffffffff)
/** For vspace_unmap_pages(): all frames stay. */
#define VSPACE_PRESERVE ((vka_t *)0)

struct rs_vspace;

/** Handle of an address space. It does not own what it points at. */
typedef struct vspace {
    /** The root server's address space; NULL stands for the root task's own. */
    void *data;
    /** Capability of the VSpace; seL4_CapNull when @ref data is NULL. */
    seL4_CPtr root;
} vspace_t;

/** A range of addresses that belongs to the caller. */
typedef struct reservation {
    /** Opaque; NULL: no range. */
    void *res;
} reservation_t;

/** What vspace_new_pages_with_config() makes. */
typedef struct vspace_new_pages_config {
    /** Address of the first page; NULL: one of the library's choice. */
    void *vaddr;
    /** Number of pages. */
    size_t num_pages;
    /** Size of each, log2 of bytes. */
    size_t size_bits;
    /** Ignored: pages are of RAM. */
    bool can_use_dev;
} vspace_new_pages_config_t;

/**
 * Called with a page that is mapped for the call.
 * @param access_addr  address of the page in the address space it belongs to
 * @param vaddr        where the root task finds it during the call
 * @param cookie       the pointer given with the callback
 * @return             passed on to the caller
 */
typedef int (*vspace_access_callback_fn)(void *access_addr, void *vaddr, void *cookie);

/** Make @p vspace a handle of the root task's own address space. NULL is ignored. */
void rs_vspace_handle_init(vspace_t *vspace);

/** Capability of the VSpace behind @p vspace; seL4_CapNull for NULL. */
seL4_CPtr vspace_get_root(vspace_t *vspace);

/** Frame that is mapped at the page around @p vaddr; seL4_CapNull when there is none. */
seL4_CPtr vspace_get_cap(vspace_t *vspace, void *vaddr);

/** Cookie that the page around @p vaddr was mapped with, or the allocator's cookie of a page that
 * vspace_new_pages() made; 0 when there is none. */
uintptr_t vspace_get_cookie(vspace_t *vspace, void *vaddr);

/**
 * Reserve addresses of the root task's own address space.
 * @param bytes      rounded up to pages
 * @param size_bits  log2 of the alignment
 * @param rights     rights of what will be mapped
 * @param cacheable  non-zero: normal memory; 0: device memory
 * @param vaddr      set to the first address
 * @return           the range, or one with NULL
 */
reservation_t vspace_reserve_range_aligned(vspace_t *vspace, size_t bytes, size_t size_bits,
                                           seL4_CapRights_t rights, int cacheable, void **vaddr);

/** vspace_reserve_range_aligned() with pages of 4 KiB. */
reservation_t vspace_reserve_range(vspace_t *vspace, size_t bytes, seL4_CapRights_t rights,
                                   int cacheable, void **vaddr);

/**
 * Reserve addresses of the caller's choice. In a guest's address space the range is not checked
 * against the VM's memory reservations, only what is mapped already is refused when mapping.
 * @return  the range, or one with NULL: taken, or not in the part that the root task hands out
 */
reservation_t vspace_reserve_range_at(vspace_t *vspace, void *vaddr, size_t bytes,
                                      seL4_CapRights_t rights, int cacheable);

/** vspace_reserve_range_at(); the rights are given when mapping. */
reservation_t vspace_reserve_deferred_rights_range_at(vspace_t *vspace, void *vaddr, size_t bytes,
                                                      int cacheable);

/** Give a range back. What is mapped in it stays mapped: unmap first. */
void vspace_free_reservation(vspace_t *vspace, reservation_t reservation);

/** vspace_free_reservation() of the range around @p vaddr. */
void vspace_free_reservation_by_vaddr(vspace_t *vspace, void *vaddr);

/**
 * Map new pages of zeroed RAM side by side, in the root task's address space.
 * @return  address of the first, or NULL
 */
void *vspace_new_pages(vspace_t *vspace, seL4_CapRights_t rights, size_t num_pages,
                       size_t size_bits);

/** Fill in @p config for pages at an address of the library's choice. @return 0, -1 for no pages */
int default_vspace_new_pages_config(size_t num_pages, size_t size_bits,
                                    vspace_new_pages_config_t *config);

/** Choose the address. @return 0 */
int vspace_new_pages_config_set_vaddr(void *vaddr, vspace_new_pages_config_t *config);

/** Ignored: pages are of RAM. @return 0 */
int vspace_new_pages_config_use_device_ut(bool can_use_dev, vspace_new_pages_config_t *config);

/** vspace_new_pages(), or vspace_new_pages_at_vaddr() in a range of its own. @return address or
 * NULL */
void *vspace_new_pages_with_config(vspace_t *vspace, vspace_new_pages_config_t *config,
                                   seL4_CapRights_t rights);

/** Map new pages of zeroed RAM inside a reserved range. @return 0 or -1 */
int vspace_new_pages_at_vaddr(vspace_t *vspace, void *vaddr, size_t num_pages, size_t size_bits,
                              reservation_t reservation);

/** vspace_new_pages_at_vaddr() of a configuration. @return 0 or -1 */
int vspace_new_pages_at_vaddr_with_config(vspace_t *vspace, vspace_new_pages_config_t *config,
                                          reservation_t res);

/**
 * Map frames side by side at an address of the library's choice. Root task's address space only.
 * @param caps       frames, which stay the caller's
 * @param cookies    what vspace_get_cookie() shall answer for each; NULL: nothing
 * @param rights     rights of the mapping
 * @param num_pages  number of frames
 * @param size_bits  size of each
 * @param cacheable  non-zero: normal memory; 0: device memory
 * @return           address of the first frame, or NULL with nothing mapped
 */
void *vspace_map_pages(vspace_t *vspace, seL4_CPtr caps[], uintptr_t cookies[],
                       seL4_CapRights_t rights, size_t num_pages, size_t size_bits, int cacheable);

/** Map frames inside a reserved range, with its rights. @return 0 or -1 */
int vspace_map_pages_at_vaddr(vspace_t *vspace, seL4_CPtr caps[], uintptr_t cookies[], void *vaddr,
                              size_t num_pages, size_t size_bits, reservation_t reservation);

/** vspace_map_pages_at_vaddr() with rights of the caller's. @return 0 or -1 */
int vspace_deferred_rights_map_pages_at_vaddr(vspace_t *vspace, seL4_CPtr caps[],
                                              uintptr_t cookies[], void *vaddr, size_t num_pages,
                                              size_t size_bits, seL4_CapRights_t rights,
                                              reservation_t reservation);

/**
 * Unmap pages. Addresses that the library chose are given back, once nothing is mapped in their
 * range.
 * @param vka  VSPACE_PRESERVE: frames stay; VSPACE_FREE or an allocator: pages that the library
 * made are freed, other frames stay their owner's
 */
void vspace_unmap_pages(vspace_t *vspace, void *vaddr, size_t num_pages, size_t size_bits,
                        vka_t *vka);

/**
 * Map pages of one address space in another too, by copies of their capabilities.
 * @return  address of the first in @p to, or NULL
 */
void *vspace_share_mem(vspace_t *from, vspace_t *to, void *start, int num_pages, size_t size_bits,
                       seL4_CapRights_t rights, int cacheable);

/** vspace_share_mem() inside a reserved range of @p to. @return 0 or -1 */
int vspace_share_mem_at_vaddr(vspace_t *from, vspace_t *to, void *start, int num_pages,
                              size_t size_bits, void *vaddr, reservation_t res);

/**
 * Let a callback access a page of another address space.
 * @param from         address space that the page is mapped in
 * @param to           the root task's
 * @param access_addr  any address of the page
 * @return             what the callback answered, or -1 when the page could not be mapped
 */
int vspace_access_page_with_callback(vspace_t *from, vspace_t *to, void *access_addr,
                                     size_t size_bits, seL4_CapRights_t rights, int cacheable,
                                     vspace_access_callback_fn callback, void *cookie);
