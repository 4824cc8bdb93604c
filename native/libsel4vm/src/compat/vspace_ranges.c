/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Ranges of addresses that clients of vspace_t hold. */
#include "compat/vspace_ranges.h"

#include <stdlib.h>

#include <rootserver/sync.h>

static vmi_range_t *ranges;
static rs_mutex_t lock;

rs_vspace_t *vmi_vspace(const vspace_t *vspace)
{
    return vspace == NULL || vspace->data == NULL ? rs_vspace_self() : vspace->data;
}

bool vmi_range_holds(const vmi_range_t *range, uintptr_t vaddr, size_t bytes)
{
    return vaddr >= range->start && bytes <= range->bytes &&
           vaddr - range->start <= range->bytes - bytes;
}

static vmi_range_t *add(vmi_range_t range)
{
    vmi_range_t *added = malloc(sizeof *added);
    if (added != NULL) {
        *added = range;
        rs_mutex_lock(&lock);
        added->next = ranges;
        ranges = added;
        rs_mutex_unlock(&lock);
    }
    return added;
}

/* Unlinks the range; the lock is held. False when there is no such range. */
static bool unlink_range(const vmi_range_t *range)
{
    vmi_range_t **link = &ranges;
    while (*link != NULL && *link != range) {
        link = &(*link)->next;
    }
    bool found = *link != NULL;
    if (found) {
        *link = range->next;
    }
    return found;
}

static void release(vmi_range_t *range)
{
    if (range->space == rs_vspace_self()) {
        rs_vspace_release(range->start, range->bytes);
    }
    free(range);
}

void vmi_range_free(vmi_range_t *range)
{
    rs_mutex_lock(&lock);
    bool found = unlink_range(range);
    rs_mutex_unlock(&lock);
    if (found) {
        release(range);
    }
}

vmi_range_t *vmi_range_choose(size_t bytes, size_t align_bits, seL4_CapRights_t rights,
                              bool cacheable)
{
    uintptr_t start = rs_vspace_reserve(bytes, align_bits);
    if (start == 0) {
        return NULL;
    }
    vmi_range_t *range = add((vmi_range_t){.space = rs_vspace_self(),
                                           .start = start,
                                           .bytes = bytes,
                                           .rights = rights,
                                           .cacheable = cacheable});
    if (range == NULL) {
        rs_vspace_release(start, bytes);
    }
    return range;
}

/* The range around an address; the lock is held. */
static vmi_range_t *find(const rs_vspace_t *space, uintptr_t vaddr)
{
    vmi_range_t *range = ranges;
    while (range != NULL && (range->space != space || !vmi_range_holds(range, vaddr, 1))) {
        range = range->next;
    }
    return range;
}

void vmi_range_count(const rs_vspace_t *space, uintptr_t vaddr, size_t bytes, bool mapped)
{
    rs_mutex_lock(&lock);
    vmi_range_t *range = find(space, vaddr);
    bool last = false;
    if (range != NULL) {
        range->mapped = mapped ? range->mapped + bytes : range->mapped - bytes;
        last = range->chosen && !mapped && range->mapped == 0 && unlink_range(range);
    }
    rs_mutex_unlock(&lock);
    if (last) {
        release(range);
    }
}

static size_t whole_pages(size_t bytes)
{
    size_t mask = ((size_t)1 << seL4_PageBits) - 1;
    return bytes > SIZE_MAX - mask ? 0 : (bytes + mask) & ~mask;
}

reservation_t vspace_reserve_range_aligned(vspace_t *vspace, size_t bytes, size_t size_bits,
                                           seL4_CapRights_t rights, int cacheable, void **vaddr)
{
    if (vmi_vspace(vspace) != rs_vspace_self() || vaddr == NULL || whole_pages(bytes) == 0) {
        return (reservation_t){NULL};
    }
    vmi_range_t *range = vmi_range_choose(whole_pages(bytes), size_bits, rights, cacheable != 0);
    if (range != NULL) {
        *vaddr = (void *)range->start;
    }
    return (reservation_t){range};
}

reservation_t vspace_reserve_range(vspace_t *vspace, size_t bytes, seL4_CapRights_t rights,
                                   int cacheable, void **vaddr)
{
    return vspace_reserve_range_aligned(vspace, bytes, seL4_PageBits, rights, cacheable, vaddr);
}

/* True when a range of this address space overlaps. */
static bool is_taken(const rs_vspace_t *space, uintptr_t start, size_t bytes)
{
    rs_mutex_lock(&lock);
    const vmi_range_t *range = ranges;
    while (range != NULL && (range->space != space || start >= range->start + range->bytes ||
                             range->start >= start + bytes)) {
        range = range->next;
    }
    rs_mutex_unlock(&lock);
    return range != NULL;
}

reservation_t vspace_reserve_range_at(vspace_t *vspace, void *vaddr, size_t bytes,
                                      seL4_CapRights_t rights, int cacheable)
{
    rs_vspace_t *space = vmi_vspace(vspace);
    uintptr_t start = (uintptr_t)vaddr;
    size_t size = whole_pages(bytes);
    if (size == 0 || (start & (((uintptr_t)1 << seL4_PageBits) - 1)) != 0 ||
        size > UINTPTR_MAX - start || is_taken(space, start, size)) {
        return (reservation_t){NULL};
    }
    bool own = space == rs_vspace_self();
    if (own && !rs_vspace_reserve_at(start, size)) {
        return (reservation_t){NULL};
    }
    vmi_range_t *range = add((vmi_range_t){.space = space,
                                           .start = start,
                                           .bytes = size,
                                           .rights = rights,
                                           .cacheable = cacheable != 0});
    if (range == NULL && own) {
        rs_vspace_release(start, size);
    }
    return (reservation_t){range};
}

reservation_t vspace_reserve_deferred_rights_range_at(vspace_t *vspace, void *vaddr, size_t bytes,
                                                      int cacheable)
{
    return vspace_reserve_range_at(vspace, vaddr, bytes, seL4_AllRights, cacheable);
}

void vspace_free_reservation(vspace_t *vspace, reservation_t reservation)
{
    (void)vspace;
    vmi_range_free(reservation.res);
}

void vspace_free_reservation_by_vaddr(vspace_t *vspace, void *vaddr)
{
    rs_mutex_lock(&lock);
    vmi_range_t *range = find(vmi_vspace(vspace), (uintptr_t)vaddr);
    bool found = range != NULL && unlink_range(range);
    rs_mutex_unlock(&lock);
    if (found) {
        release(range);
    }
}
