/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The frames behind a reservation, and their mappings in the guest and in the VMM.
 *
 * RAM is normal memory, cacheable, for the guest and for the VMM: at stage 2 the guest's own
 * attributes (stage 1) then decide, as the stricter of both counts (Arm DDI 0487, D8.6.6), and the
 * two views are coherent. Everything else is device memory for both, whatever a guest's stage 1
 * says. A guest that had it in its cache could dirty a line, and the line be written back when
 * something else is there: of GICV, which all VMs share, the state of another VM's vCPU.
 */
#pragma once

#include <rootserver/objects.h>

#include "reservation.h"

typedef enum page_flag {
    PAGE_PRESENT = 1 << 0,   /* has a frame, which the guest's address space knows */
    PAGE_READ = 1 << 1,      /* the guest may read */
    PAGE_WRITE = 1 << 2,     /* the guest may write */
    PAGE_PROTECTED = 1 << 3, /* tracking: read-only, or away, until the guest touches it */
    PAGE_ACCESSED = 1 << 4,  /* tracking: touched */
    PAGE_DIRTY = 1 << 5,     /* tracking: written */
    PAGE_LIBRARY = 1 << 6,   /* the frame is the library's */
    PAGE_FETCHING = 1 << 7   /* its iterator is being asked */
} page_flag_t;

typedef struct vm_page {
    uintptr_t addr;     /* guest physical address */
    seL4_CPtr cptr;     /* the frame, mapped in the guest */
    seL4_CPtr vmm_cptr; /* copy of it, mapped in the VMM; null: none */
    void *block;        /* rs_object_t.block of a frame of the library */
    uintptr_t paddr;    /* physical address of the frame */
    uint8_t bits;       /* size: 12, 21 or 30 */
    uint8_t flags;      /* page_flag_t */
    bool device;        /* not RAM: device memory for the guest and for the VMM */
} vm_page_t;

typedef struct vm_mapping {
    size_t count;         /* pages */
    size_t capacity;      /* room for pages */
    uint8_t uniform_bits; /* size of every page; 0: mixed */
    bool deferred;
    bool library_owned;
    vm_tracking_t tracking;
    bool has_device;                 /* some page is, or was, device memory */
    memory_map_iterator_fn iterator; /* of a deferred mapping; NULL: the library's RAM */
    void *iterator_cookie;
    size_t mapped_pages;
    size_t mapped_bytes;
    uintptr_t vmm_range; /* address space of the VMM set aside for it; 0: none yet */
    size_t vmm_range_size;
    uintptr_t vmm_base; /* where the reservation begins in it */
    vm_page_t *pages;   /* in address order */
} vm_mapping_t;

/* Where the frames of a mapping come from: fills PAGE (addr is set; paddr and device count when the
 * frame is the library's) and *rights, returns 0 or -1 with the failure recorded. SPACE is what is
 * left of the reservation from addr on. */
typedef int (*frame_source_fn)(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights,
                               void *cookie);

/* Back RESERVATION wholly with frames of SOURCE, or leave it as it was. */
int vmi_mapping_create(vm_t *vm, vm_memory_reservation_t *reservation, frame_source_fn source,
                       void *cookie, const char *operation);

/* Check that RESERVATION can be backed now. */
int vmi_mapping_check(vm_t *vm, vm_memory_reservation_t *reservation, const char *operation);

/* Take the backing away and free it; nothing to do without one. */
void vmi_mapping_remove(vm_t *vm, vm_memory_reservation_t *reservation);

/* The page that contains ADDR, which lies in the reservation; of a deferred mapping it may not be
 * present. NULL when none does. */
vm_page_t *vmi_mapping_page(const vm_memory_reservation_t *reservation, uintptr_t addr);

/* Fetch and map a page of a deferred mapping, which counts as TOUCHED by the guest: PAGE_ACCESSED
 * and PAGE_DIRTY, as the guest did, or 0 when the VMM wants it. Returns 0 or -1. */
int vmi_mapping_fetch(vm_t *vm, vm_memory_reservation_t *reservation, vm_page_t *page,
                      uint8_t touched, const char *operation);

/* FLAGS with PAGE_PROTECTED as TRACKING needs it for a page in their state: while there is
 * something left to notice, whatever the rights are now, as they may be extended. */
uint8_t vmi_page_protect(vm_tracking_t tracking, uint8_t flags);

/* What the guest may do with a present page now: PAGE_READ, PAGE_WRITE. Tracking takes rights away
 * for a while. */
uint8_t vmi_mapping_rights_now(const vm_mapping_t *mapping, const vm_page_t *page);

/* Make the guest's mapping of a present page what its flags say. Needs no memory. */
seL4_Error vmi_mapping_apply(vm_t *vm, const vm_mapping_t *mapping, const vm_page_t *page);

/* Make pages accessible to the VMM: a pointer to ADDR in the VMM; NULL with the failure recorded.
 */
void *vmi_mapping_vmm_pointer(vm_t *vm, vm_memory_reservation_t *reservation, uintptr_t addr,
                              size_t size, const char *operation);

/* seL4_CapRights_t to PAGE_READ and PAGE_WRITE. */
uint8_t vmi_page_rights(seL4_CapRights_t rights);
