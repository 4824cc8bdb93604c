/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "park.h"
#include "records.h"

#include <rootserver/pages.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>
#include <string.h>

#define BUCKETS    4096u
#define LARGE_SIZE ((size_t)1 << seL4_LargePageBits)

/* Frames of this allocator by the virtual address they are mapped at; chained through the records. */
static uint32_t buckets[BUCKETS];
static rs_mutex_t lock;

static uint32_t *bucket_of(uintptr_t vaddr)
{
    return &buckets[(vaddr >> seL4_PageBits) % BUCKETS];
}

static uint32_t *link_to(uintptr_t vaddr)
{
    uint32_t *link = bucket_of(vaddr);
    while (*link != 0 && rs_records[*link].address != vaddr) {
        link = &rs_records[*link].next;
    }
    return link;
}

/* Start of the page of ours that covers vaddr, and its size in bits; 0 when there is none. */
static unsigned page_at(uintptr_t vaddr, uintptr_t *start)
{
    static const unsigned sizes[] = {seL4_PageBits, seL4_LargePageBits};
    for (unsigned i = 0; i < 2; i++) {
        *start = vaddr >> sizes[i] << sizes[i];
        uint32_t slot = *link_to(*start);
        if (slot != 0 && rs_records[slot].bits == sizes[i]) {
            return sizes[i];
        }
    }
    return 0;
}

static seL4_Error back_page(uintptr_t vaddr, unsigned bits)
{
    rs_object_t frame;
    seL4_Word type = bits == seL4_PageBits ? seL4_ARM_SmallPageObject : seL4_ARM_LargePageObject;
    seL4_Error error = rs_object_alloc(type, 0, &frame);
    if (error != seL4_NoError) {
        return error;
    }
    error = rs_vspace_map(rs_vspace_self(), frame.cptr, vaddr, bits, seL4_AllRights,
                          seL4_ARM_Default_VMAttributes);
    if (error != seL4_NoError) {
        rs_object_free(&frame);
        return error;
    }
    uint32_t *head = bucket_of(vaddr);
    rs_records[frame.cptr].partner = (uint32_t)((rs_record_t *)frame.block - rs_records);
    rs_records[frame.cptr].next = *head;
    *head = (uint32_t)frame.cptr;
    return seL4_NoError;
}

static void drop_page(uintptr_t vaddr, unsigned bits)
{
    uint32_t *link = link_to(vaddr);
    uint32_t slot = *link;
    *link = rs_records[slot].next;
    rs_record_t *block = &rs_records[rs_records[slot].partner];
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

/* How far a failed commit has to be undone: a list of what it added would need memory, so it leaves
 * a mark on each page it adds (the record's live count) instead. */
static void undo_commit(uintptr_t vaddr, uintptr_t end)
{
    while (vaddr < end) {
        uintptr_t start;
        unsigned bits = page_at(vaddr, &start);
        if (bits != 0 && rs_records[*link_to(start)].live != 0) {
            drop_page(start, bits);
        }
        vaddr = bits == 0 ? vaddr + RS_PAGE_SIZE : start + ((uintptr_t)1 << bits);
    }
}

static void clear_marks(uintptr_t vaddr, uintptr_t end)
{
    while (vaddr < end) {
        uintptr_t start;
        unsigned bits = page_at(vaddr, &start);
        rs_records[*link_to(start)].live = 0;
        vaddr = start + ((uintptr_t)1 << bits);
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
            undo_commit(vaddr, at);
            return false;
        }
        rs_records[*link_to(at)].live = 1;
        at += (uintptr_t)1 << bits;
    }
    clear_marks(vaddr, end);
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
    rs_lock(&lock);
    bool committed = commit_locked(vaddr & ~(uintptr_t)(RS_PAGE_SIZE - 1), end);
    rs_unlock(&lock);
    return committed;
}

void rs_pages_decommit(uintptr_t vaddr, size_t bytes)
{
    rs_lock(&lock);
    decommit_locked(page_up(vaddr), (vaddr + bytes) & ~(uintptr_t)(RS_PAGE_SIZE - 1));
    rs_unlock(&lock);
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
    rs_lock(&lock);
    seL4_CPtr frame = page_at(vaddr, &start) != 0 ? *link_to(start) : seL4_CapNull;
    rs_unlock(&lock);
    return frame;
}
