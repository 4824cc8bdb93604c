/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "park.h"
#include "records.h"
#include "vspace_internal.h"

#include <rootserver/pages.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>
#include <string.h>

#define LARGE_SIZE ((size_t)1 << seL4_LargePageBits)

static rs_mutex_t lock;

static rs_record_t *page_record(uintptr_t vaddr, unsigned bits)
{
    seL4_CPtr slot = rs_vspace_frame_at(rs_vspace_self(), vaddr, bits);
    return slot != 0 ? &rs_records[slot] : NULL;
}

/* Start of the page of ours that covers vaddr, and its size in bits; 0 when there is none. */
static unsigned page_at(uintptr_t vaddr, uintptr_t *start)
{
    static const unsigned sizes[] = {seL4_PageBits, seL4_LargePageBits};
    for (unsigned i = 0; i < 2; i++) {
        *start = vaddr >> sizes[i] << sizes[i];
        if (page_record(*start, sizes[i]) != NULL) {
            return sizes[i];
        }
    }
    return 0;
}

static seL4_Error back_page(uintptr_t vaddr, unsigned bits)
{
    rs_object_t frame;
    seL4_Error error = rs_object_alloc(rs_frame_type(bits), 0, &frame);
    if (error != seL4_NoError) {
        return error;
    }
    error = rs_vspace_map(rs_vspace_self(), frame.cptr, vaddr, bits, seL4_AllRights,
                          seL4_ARM_Default_VMAttributes);
    if (error != seL4_NoError) {
        rs_object_free(&frame);
        return error;
    }
    /* Marked as new until the whole range is backed: what a failure has to undo. */
    rs_records[frame.cptr].partner = (uint32_t)((rs_record_t *)frame.block - rs_records);
    rs_records[frame.cptr].live = 1;
    return seL4_NoError;
}

static void drop_page(uintptr_t vaddr, unsigned bits)
{
    rs_record_t *record = page_record(vaddr, bits);
    rs_record_t *block = &rs_records[record->partner];
    seL4_CPtr slot = (seL4_CPtr)(record - rs_records);
    rs_object_t frame = {.cptr = slot, .paddr = block->address, .block = block};
    rs_vspace_unmap(rs_vspace_self(), slot, vaddr, bits);
    rs_object_free(&frame);
}

static void decommit_locked(uintptr_t vaddr, uintptr_t end)
{
    while (vaddr < end) {
        uintptr_t start;
        unsigned bits = page_at(vaddr, &start);
        if (bits == 0) {
            vaddr += RS_PAGE_SIZE;
            continue;
        }
        uintptr_t page_end = start + ((uintptr_t)1 << bits);
        if (start >= vaddr && page_end <= end) {
            drop_page(start, bits);
        } else {
            memset((void *)vaddr, 0, (page_end < end ? page_end : end) - vaddr);
        }
        vaddr = page_end;
    }
}

/* Ends a commit of [vaddr, end): takes back the pages that are new, or makes them ordinary ones. */
static void finish_commit(uintptr_t vaddr, uintptr_t end, bool keep)
{
    while (vaddr < end) {
        uintptr_t start;
        unsigned bits = page_at(vaddr, &start);
        vaddr = bits == 0 ? vaddr + RS_PAGE_SIZE : start + ((uintptr_t)1 << bits);
        if (bits == 0 || page_record(start, bits)->live == 0) {
            continue;
        }
        if (keep) {
            page_record(start, bits)->live = 0;
        } else {
            drop_page(start, bits);
        }
    }
}

static bool is_unbacked(uintptr_t vaddr, uintptr_t end)
{
    uintptr_t start;
    while (vaddr < end && page_at(vaddr, &start) == 0) {
        vaddr += RS_PAGE_SIZE;
    }
    return vaddr >= end;
}

static bool commit_locked(uintptr_t vaddr, uintptr_t end)
{
    uintptr_t at = vaddr;
    while (at < end) {
        uintptr_t start;
        unsigned bits = page_at(at, &start);
        if (bits != 0) {
            at = start + ((uintptr_t)1 << bits);
            continue;
        }
        seL4_Error error = seL4_NotEnoughMemory;
        bits = seL4_LargePageBits;
        if (at % LARGE_SIZE == 0 && end - at >= LARGE_SIZE && is_unbacked(at, at + LARGE_SIZE)) {
            error = back_page(at, bits);
        }
        if (error != seL4_NoError) {
            bits = seL4_PageBits;
            error = back_page(at, bits);
        }
        if (error != seL4_NoError) {
            finish_commit(vaddr, at, false);
            return false;
        }
        at += (uintptr_t)1 << bits;
    }
    finish_commit(vaddr, end, true);
    return true;
}

static size_t page_up(size_t bytes)
{
    return (bytes + RS_PAGE_SIZE - 1) & ~(RS_PAGE_SIZE - 1);
}

bool rs_pages_commit(uintptr_t vaddr, size_t bytes)
{
    uintptr_t end = page_up(vaddr + bytes);
    if (end < vaddr) {
        return false;
    }
    rs_critical_lock(&lock);
    bool committed = commit_locked(vaddr & ~(uintptr_t)(RS_PAGE_SIZE - 1), end);
    rs_critical_unlock(&lock);
    return committed;
}

void rs_pages_decommit(uintptr_t vaddr, size_t bytes)
{
    rs_critical_lock(&lock);
    decommit_locked(page_up(vaddr), (vaddr + bytes) & ~(uintptr_t)(RS_PAGE_SIZE - 1));
    rs_critical_unlock(&lock);
}

void *rs_pages_alloc(size_t bytes)
{
    size_t size = page_up(bytes);
    if (size < bytes || size == 0) {
        return NULL;
    }
    uintptr_t vaddr =
        rs_vspace_reserve(size, size >= LARGE_SIZE ? seL4_LargePageBits : seL4_PageBits);
    if (vaddr != 0 && !rs_pages_commit(vaddr, size)) {
        rs_vspace_release(vaddr, size);
        vaddr = 0;
    }
    return (void *)vaddr;
}

void rs_pages_free(void *pages, size_t bytes)
{
    if (pages == NULL) {
        return;
    }
    size_t size = page_up(bytes);
    rs_pages_decommit((uintptr_t)pages, size);
    rs_vspace_release((uintptr_t)pages, size);
}

seL4_CPtr rs_pages_frame(uintptr_t vaddr)
{
    uintptr_t start;
    rs_critical_lock(&lock);
    unsigned bits = page_at(vaddr, &start);
    seL4_CPtr frame = bits != 0 ? rs_vspace_frame_at(rs_vspace_self(), start, bits) : seL4_CapNull;
    rs_critical_unlock(&lock);
    return frame;
}
