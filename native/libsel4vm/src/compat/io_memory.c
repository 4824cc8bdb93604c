/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Physical memory in the root task's address space: registers of devices, and RAM for DMA. */
#include "compat/io_memory.h"

#include <stdlib.h>

#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>

#define PAGE ((size_t)1 << seL4_PageBits)

/* A piece of memory in pages of 4 KiB. RAM for DMA is one untyped that all its frames are made of;
 * each page of a device has its own. */
typedef struct piece {
    struct piece *next;
    uintptr_t vaddr; /* of the first page */
    uintptr_t paddr;
    char *answered; /* what the client knows it by */
    size_t pages;   /* pages that are mapped */
    size_t reserved;
    rs_object_t untyped; /* RAM for DMA only */
    rs_object_t frames[];
} piece_t;

static piece_t *pieces;
static rs_mutex_t lock;

static piece_t *new_piece(uintptr_t paddr, size_t pages)
{
    piece_t *piece =
        pages > (SIZE_MAX - sizeof *piece) / sizeof piece->frames[0] || pages > SIZE_MAX / PAGE
            ? NULL
            : calloc(1, sizeof *piece + pages * sizeof piece->frames[0]);
    if (piece == NULL) {
        return NULL;
    }
    piece->vaddr = rs_vspace_reserve(pages * PAGE, seL4_PageBits);
    if (piece->vaddr == 0) {
        free(piece);
        return NULL;
    }
    piece->paddr = paddr;
    piece->reserved = pages;
    return piece;
}

static void free_frame(piece_t *piece, rs_object_t *frame)
{
    if (piece->untyped.cptr == seL4_CapNull) {
        rs_object_free(frame);
    } else {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, frame->cptr, seL4_WordBits);
        rs_slot_free(frame->cptr);
    }
}

static void free_piece(piece_t *piece)
{
    for (size_t i = 0; i < piece->pages; i++) {
        rs_vspace_unmap(rs_vspace_self(), piece->frames[i].cptr, piece->vaddr + i * PAGE,
                        seL4_PageBits);
        free_frame(piece, &piece->frames[i]);
    }
    rs_object_free(&piece->untyped);
    rs_vspace_release(piece->vaddr, piece->reserved * PAGE);
    free(piece);
}

/* The next page's frame: out of the untyped, in the order of addresses, or the one at its place. */
static bool make_frame(piece_t *piece, rs_object_t *frame)
{
    if (piece->untyped.cptr == seL4_CapNull) {
        return rs_object_alloc_at(seL4_ARM_SmallPageObject, seL4_PageBits,
                                  piece->paddr + piece->pages * PAGE, frame) == seL4_NoError;
    }
    *frame = (rs_object_t){.cptr = rs_slot_alloc()};
    if (frame->cptr == seL4_CapNull) {
        return false;
    }
    if (seL4_Untyped_Retype(piece->untyped.cptr, seL4_ARM_SmallPageObject, seL4_PageBits,
                            seL4_CapInitThreadCNode, 0, 0, frame->cptr, 1) != seL4_NoError) {
        rs_slot_free(frame->cptr);
        return false;
    }
    return true;
}

static bool map_pages(piece_t *piece, bool cached)
{
    seL4_ARM_VMAttributes attributes =
        cached ? seL4_ARM_Default_VMAttributes : (seL4_ARM_VMAttributes)0;
    while (piece->pages < piece->reserved) {
        rs_object_t *frame = &piece->frames[piece->pages];
        if (!make_frame(piece, frame)) {
            return false;
        }
        if (rs_vspace_map(rs_vspace_self(), frame->cptr, piece->vaddr + piece->pages * PAGE,
                          seL4_PageBits, seL4_AllRights, attributes) != seL4_NoError) {
            free_frame(piece, frame);
            return false;
        }
        piece->pages++;
    }
    return true;
}

static void *finish(piece_t *piece, size_t offset, bool cached)
{
    if (piece == NULL) {
        return NULL;
    }
    if (!map_pages(piece, cached)) {
        free_piece(piece);
        return NULL;
    }
    piece->answered = (char *)piece->vaddr + offset;
    rs_mutex_lock(&lock);
    piece->next = pieces;
    pieces = piece;
    rs_mutex_unlock(&lock);
    return piece->answered;
}

void *vmi_io_memory_map(uintptr_t paddr, size_t size, bool cached)
{
    size_t offset = paddr & (PAGE - 1);
    if (size == 0 || size > UINTPTR_MAX - paddr || size > SIZE_MAX - offset - PAGE) {
        return NULL;
    }
    size_t pages = (offset + size + PAGE - 1) / PAGE;
    return finish(new_piece(paddr - offset, pages), offset, cached);
}

/* log2 of the memory that has room for both, at least a page; 0 when that is too much. */
static seL4_Word untyped_bits(size_t size, size_t align)
{
    seL4_Word bits = seL4_PageBits;
    while (bits <= seL4_HugePageBits && ((size_t)1 << bits < size || (size_t)1 << bits < align)) {
        bits++;
    }
    return bits <= seL4_HugePageBits ? bits : 0;
}

void *vmi_io_memory_alloc(size_t size, size_t align, bool cached)
{
    seL4_Word bits = untyped_bits(size, align);
    rs_object_t untyped;
    if (size == 0 || (align & (align - 1)) != 0 || bits == 0 ||
        rs_object_alloc(seL4_UntypedObject, bits, &untyped) != seL4_NoError) {
        return NULL;
    }
    piece_t *piece = new_piece(untyped.paddr, (size + PAGE - 1) / PAGE);
    if (piece == NULL) {
        rs_object_free(&untyped);
        return NULL;
    }
    piece->untyped = untyped;
    return finish(piece, 0, cached);
}

/* The piece that holds the range; the lock is held. */
static piece_t *find(uintptr_t vaddr, size_t size)
{
    piece_t *piece = pieces;
    while (piece != NULL && (vaddr < piece->vaddr || size > piece->pages * PAGE ||
                             vaddr - piece->vaddr > piece->pages * PAGE - size)) {
        piece = piece->next;
    }
    return piece;
}

void vmi_io_memory_free(void *vaddr)
{
    rs_mutex_lock(&lock);
    piece_t **link = &pieces;
    while (*link != NULL && (*link)->answered != vaddr) {
        link = &(*link)->next;
    }
    piece_t *piece = *link;
    if (piece != NULL) {
        *link = piece->next;
    }
    rs_mutex_unlock(&lock);
    if (piece != NULL) {
        free_piece(piece);
    }
}

uintptr_t vmi_io_memory_paddr(const void *vaddr, size_t size)
{
    rs_mutex_lock(&lock);
    const piece_t *piece = find((uintptr_t)vaddr, size);
    uintptr_t paddr = piece == NULL ? 0 : piece->paddr + ((uintptr_t)vaddr - piece->vaddr);
    rs_mutex_unlock(&lock);
    return paddr;
}

bool vmi_io_memory_frame(const void *vaddr, uintptr_t *frame, size_t *offset)
{
    rs_mutex_lock(&lock);
    const piece_t *piece = find((uintptr_t)vaddr, 1);
    if (piece != NULL) {
        *frame = piece->frames[((uintptr_t)vaddr - piece->vaddr) / PAGE].cptr;
        *offset = (uintptr_t)vaddr & (PAGE - 1);
    }
    rs_mutex_unlock(&lock);
    return piece != NULL;
}
