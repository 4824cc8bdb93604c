/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Pages of one address space in another. */
#include <rootserver/slots.h>

#include <vspace/vspace.h>

#include "compat/vspace.h"

/* A copy of a frame's capability, which can be mapped by itself; seL4_CapNull on failure. */
static seL4_CPtr copy_cap(seL4_CPtr cap, seL4_CapRights_t rights)
{
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_CapNull;
    }
    if (seL4_CNode_Copy(seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode, cap,
                        seL4_WordBits, rights) != seL4_NoError) {
        rs_slot_free(slot);
        return seL4_CapNull;
    }
    return slot;
}

static bool share_page(const rs_vspace_t *from, uintptr_t start, const vmi_range_t *to,
                       uintptr_t vaddr, size_t size_bits)
{
    seL4_CPtr cap = rs_vspace_frame_at(from, start, size_bits);
    seL4_CPtr copy = cap == seL4_CapNull ? seL4_CapNull : copy_cap(cap, to->rights);
    if (copy == seL4_CapNull) {
        return false;
    }
    vmi_page_note_t page = {.cap = copy, .kind = VMI_PAGE_COPY};
    if (!vmi_page_map(to, vaddr, size_bits, to->rights, page)) {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, copy, seL4_WordBits);
        rs_slot_free(copy);
        return false;
    }
    return true;
}

static bool all_mapped(const rs_vspace_t *space, uintptr_t start, int num_pages, size_t size_bits)
{
    int i = 0;
    while (i < num_pages && rs_vspace_frame_at(space, start + ((uintptr_t)i << size_bits),
                                               size_bits) != seL4_CapNull) {
        i++;
    }
    return i == num_pages;
}

int vspace_share_mem_at_vaddr(vspace_t *from, vspace_t *to, void *start, int num_pages,
                              size_t size_bits, void *vaddr, reservation_t res)
{
    const vmi_range_t *range = res.res;
    if (num_pages <= 0 || size_bits > seL4_HugePageBits || range == NULL ||
        range->space != vmi_vspace(to) ||
        !vmi_range_holds(range, (uintptr_t)vaddr, (size_t)num_pages << size_bits) ||
        !all_mapped(vmi_vspace(from), (uintptr_t)start, num_pages, size_bits)) {
        return -1;
    }
    for (int i = 0; i < num_pages; i++) {
        uintptr_t offset = (uintptr_t)i << size_bits;
        if (!share_page(vmi_vspace(from), (uintptr_t)start + offset, range,
                        (uintptr_t)vaddr + offset, size_bits)) {
            if (i > 0) {
                vspace_unmap_pages(to, vaddr, (size_t)i, size_bits, VSPACE_PRESERVE);
            }
            return -1;
        }
    }
    return 0;
}

void *vspace_share_mem(vspace_t *from, vspace_t *to, void *start, int num_pages, size_t size_bits,
                       seL4_CapRights_t rights, int cacheable)
{
    if (num_pages <= 0 || size_bits > seL4_HugePageBits) {
        return NULL;
    }
    void *vaddr;
    reservation_t range = vspace_reserve_range_aligned(to, (size_t)num_pages << size_bits,
                                                       size_bits, rights, cacheable, &vaddr);
    if (range.res == NULL) {
        return NULL;
    }
    if (vspace_share_mem_at_vaddr(from, to, start, num_pages, size_bits, vaddr, range) != 0) {
        vspace_free_reservation(to, range);
        return NULL;
    }
    ((vmi_range_t *)range.res)->chosen = true;
    return vaddr;
}

int vspace_access_page_with_callback(vspace_t *from, vspace_t *to, void *access_addr,
                                     size_t size_bits, seL4_CapRights_t rights, int cacheable,
                                     vspace_access_callback_fn callback, void *cookie)
{
    /* The page may be part of a larger one: that one is mapped then. */
    size_t mapped_bits;
    uintptr_t page = (uintptr_t)access_addr & ~(((uintptr_t)1 << (size_bits & 63)) - 1);
    if (callback == NULL || size_bits > seL4_HugePageBits ||
        vmi_page_at(vmi_vspace(from), page, &mapped_bits) == seL4_CapNull ||
        mapped_bits < size_bits) {
        return -1;
    }
    uintptr_t whole = page & ~(((uintptr_t)1 << mapped_bits) - 1);
    char *shared = vspace_share_mem(from, to, (void *)whole, 1, mapped_bits, rights, cacheable);
    if (shared == NULL) {
        return -1;
    }
    int result = callback(access_addr, shared + (page - whole), cookie);
    vspace_unmap_pages(to, shared, 1, mapped_bits, VSPACE_PRESERVE);
    return result;
}
