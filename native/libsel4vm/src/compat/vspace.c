/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* vspace_t over the root server's address spaces: mapping and unmapping pages. */
#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/vspace.h>

#include <vspace/vspace.h>

#include "compat/vspace.h"
#include "compat/vspace_notes.h"
#include "compat/vspace_ranges.h"

void rs_vspace_handle_init(vspace_t *vspace)
{
    if (vspace != NULL) {
        *vspace = (vspace_t){0};
    }
}

seL4_CPtr vspace_get_root(vspace_t *vspace)
{
    return vspace == NULL ? seL4_CapNull : vmi_vspace(vspace)->root;
}

seL4_CPtr vmi_page_at(const rs_vspace_t *space, uintptr_t vaddr, size_t *size_bits)
{
    static const size_t sizes[] = {seL4_PageBits, seL4_LargePageBits, seL4_HugePageBits};
    for (unsigned i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uintptr_t base = vaddr & ~(((uintptr_t)1 << sizes[i]) - 1);
        seL4_CPtr cap = rs_vspace_frame_at(space, base, sizes[i]);
        if (cap != seL4_CapNull) {
            *size_bits = sizes[i];
            return cap;
        }
    }
    return seL4_CapNull;
}

seL4_CPtr vspace_get_cap(vspace_t *vspace, void *vaddr)
{
    size_t size_bits;
    return vmi_page_at(vmi_vspace(vspace), (uintptr_t)vaddr, &size_bits);
}

uintptr_t vspace_get_cookie(vspace_t *vspace, void *vaddr)
{
    seL4_CPtr cap = vspace_get_cap(vspace, vaddr);
    return cap == seL4_CapNull ? 0 : vmi_note_of(cap, false).cookie;
}

static bool is_page_count(size_t num_pages, size_t size_bits)
{
    return rs_object_memory_bits(rs_frame_type(size_bits), size_bits) != 0 && num_pages != 0 &&
           num_pages <= SIZE_MAX >> size_bits;
}

/* A page goes: what of it is the library's is freed. */
static void dispose(seL4_CPtr cap, size_t size_bits, bool free_made)
{
    vmi_page_note_t note = vmi_note_of(cap, true);
    if (note.kind == VMI_PAGE_COPY) {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, cap, seL4_WordBits);
        rs_slot_free(cap);
    } else if (note.kind == VMI_PAGE_MADE && free_made) {
        rs_object_t frame = {cap, rs_frame_type(size_bits), size_bits, 0, (void *)note.cookie};
        rs_object_free(&frame);
    }
}

static void unmap_page(rs_vspace_t *space, uintptr_t vaddr, size_t size_bits, bool free_made)
{
    seL4_CPtr cap = rs_vspace_frame_at(space, vaddr, size_bits);
    if (cap != seL4_CapNull && rs_vspace_unmap(space, cap, vaddr, size_bits) == seL4_NoError) {
        dispose(cap, size_bits, free_made);
        vmi_range_count(space, vaddr, (size_t)1 << size_bits, false);
    }
}

bool vmi_page_map(const vmi_range_t *range, uintptr_t vaddr, size_t size_bits,
                  seL4_CapRights_t rights, vmi_page_note_t page)
{
    seL4_ARM_VMAttributes attributes =
        range->cacheable ? seL4_ARM_Default_VMAttributes : (seL4_ARM_VMAttributes)0;
    if (!vmi_note_add(page.cap, page.cookie, page.kind)) {
        return false;
    }
    if (rs_vspace_map(range->space, page.cap, vaddr, size_bits, rights, attributes) !=
        seL4_NoError) {
        vmi_note_of(page.cap, true);
        return false;
    }
    vmi_range_count(range->space, vaddr, (size_t)1 << size_bits, true);
    return true;
}

static bool map_all(const vmi_range_t *range, seL4_CPtr caps[], const uintptr_t cookies[],
                    uintptr_t vaddr, size_t num_pages, size_t size_bits, seL4_CapRights_t rights)
{
    for (size_t i = 0; i < num_pages; i++) {
        vmi_page_note_t page = {
            .cap = caps[i], .cookie = cookies == NULL ? 0 : cookies[i], .kind = VMI_PAGE_OF_CALLER};
        if (!vmi_page_map(range, vaddr + (i << size_bits), size_bits, rights, page)) {
            while (i-- > 0) {
                unmap_page(range->space, vaddr + (i << size_bits), size_bits, false);
            }
            return false;
        }
    }
    return true;
}

void *vspace_map_pages(vspace_t *vspace, seL4_CPtr caps[], uintptr_t cookies[],
                       seL4_CapRights_t rights, size_t num_pages, size_t size_bits, int cacheable)
{
    if (caps == NULL || vmi_vspace(vspace) != rs_vspace_self() ||
        !is_page_count(num_pages, size_bits)) {
        return NULL;
    }
    vmi_range_t *range =
        vmi_range_choose(num_pages << size_bits, size_bits, rights, cacheable != 0);
    if (range == NULL) {
        return NULL;
    }
    uintptr_t start = range->start;
    if (!map_all(range, caps, cookies, start, num_pages, size_bits, rights)) {
        vmi_range_free(range);
        return NULL;
    }
    range->chosen = true;
    return (void *)start;
}

int vspace_deferred_rights_map_pages_at_vaddr(vspace_t *vspace, seL4_CPtr caps[],
                                              uintptr_t cookies[], void *vaddr, size_t num_pages,
                                              size_t size_bits, seL4_CapRights_t rights,
                                              reservation_t reservation)
{
    const vmi_range_t *range = reservation.res;
    return caps != NULL && range != NULL && range->space == vmi_vspace(vspace) &&
                   is_page_count(num_pages, size_bits) &&
                   vmi_range_holds(range, (uintptr_t)vaddr, num_pages << size_bits) &&
                   map_all(range, caps, cookies, (uintptr_t)vaddr, num_pages, size_bits, rights)
               ? 0
               : -1;
}

int vspace_map_pages_at_vaddr(vspace_t *vspace, seL4_CPtr caps[], uintptr_t cookies[], void *vaddr,
                              size_t num_pages, size_t size_bits, reservation_t reservation)
{
    const vmi_range_t *range = reservation.res;
    return range == NULL
               ? -1
               : vspace_deferred_rights_map_pages_at_vaddr(vspace, caps, cookies, vaddr, num_pages,
                                                           size_bits, range->rights, reservation);
}

static bool make_page(const vmi_range_t *range, uintptr_t vaddr, size_t size_bits)
{
    rs_object_t frame;
    if (rs_object_alloc(rs_frame_type(size_bits), size_bits, &frame) != seL4_NoError) {
        return false;
    }
    vmi_page_note_t page = {
        .cap = frame.cptr, .cookie = (uintptr_t)frame.block, .kind = VMI_PAGE_MADE};
    if (!vmi_page_map(range, vaddr, size_bits, range->rights, page)) {
        rs_object_free(&frame);
        return false;
    }
    return true;
}

static bool make_all(const vmi_range_t *range, uintptr_t vaddr, size_t num_pages, size_t size_bits)
{
    for (size_t i = 0; i < num_pages; i++) {
        if (!make_page(range, vaddr + (i << size_bits), size_bits)) {
            while (i-- > 0) {
                unmap_page(range->space, vaddr + (i << size_bits), size_bits, true);
            }
            return false;
        }
    }
    return true;
}

void *vspace_new_pages(vspace_t *vspace, seL4_CapRights_t rights, size_t num_pages,
                       size_t size_bits)
{
    if (vmi_vspace(vspace) != rs_vspace_self() || !is_page_count(num_pages, size_bits)) {
        return NULL;
    }
    vmi_range_t *range = vmi_range_choose(num_pages << size_bits, size_bits, rights, true);
    if (range == NULL) {
        return NULL;
    }
    uintptr_t start = range->start;
    if (!make_all(range, start, num_pages, size_bits)) {
        vmi_range_free(range);
        return NULL;
    }
    range->chosen = true;
    return (void *)start;
}

int vspace_new_pages_at_vaddr(vspace_t *vspace, void *vaddr, size_t num_pages, size_t size_bits,
                              reservation_t reservation)
{
    const vmi_range_t *range = reservation.res;
    return range != NULL && range->space == vmi_vspace(vspace) &&
                   is_page_count(num_pages, size_bits) &&
                   vmi_range_holds(range, (uintptr_t)vaddr, num_pages << size_bits) &&
                   make_all(range, (uintptr_t)vaddr, num_pages, size_bits)
               ? 0
               : -1;
}

int default_vspace_new_pages_config(size_t num_pages, size_t size_bits,
                                    vspace_new_pages_config_t *config)
{
    if (num_pages == 0 || config == NULL) {
        return -1;
    }
    *config = (vspace_new_pages_config_t){.num_pages = num_pages, .size_bits = size_bits};
    return 0;
}

int vspace_new_pages_config_set_vaddr(void *vaddr, vspace_new_pages_config_t *config)
{
    config->vaddr = vaddr;
    return 0;
}

int vspace_new_pages_config_use_device_ut(bool can_use_dev, vspace_new_pages_config_t *config)
{
    config->can_use_dev = can_use_dev;
    return 0;
}

void *vspace_new_pages_with_config(vspace_t *vspace, vspace_new_pages_config_t *config,
                                   seL4_CapRights_t rights)
{
    if (config == NULL || !is_page_count(config->num_pages, config->size_bits)) {
        return NULL;
    }
    if (config->vaddr == NULL) {
        return vspace_new_pages(vspace, rights, config->num_pages, config->size_bits);
    }
    reservation_t range = vspace_reserve_range_at(
        vspace, config->vaddr, config->num_pages << config->size_bits, rights, 1);
    if (range.res == NULL) {
        return NULL;
    }
    if (vspace_new_pages_at_vaddr_with_config(vspace, config, range) != 0) {
        vspace_free_reservation(vspace, range);
        return NULL;
    }
    ((vmi_range_t *)range.res)->chosen = true;
    return config->vaddr;
}

int vspace_new_pages_at_vaddr_with_config(vspace_t *vspace, vspace_new_pages_config_t *config,
                                          reservation_t res)
{
    return config == NULL ? -1
                          : vspace_new_pages_at_vaddr(vspace, config->vaddr, config->num_pages,
                                                      config->size_bits, res);
}

void vspace_unmap_pages(vspace_t *vspace, void *vaddr, size_t num_pages, size_t size_bits,
                        vka_t *vka)
{
    rs_vspace_t *space = vmi_vspace(vspace);
    if (!is_page_count(num_pages, size_bits)) {
        return;
    }
    for (size_t i = 0; i < num_pages; i++) {
        unmap_page(space, (uintptr_t)vaddr + (i << size_bits), size_bits, vka != VSPACE_PRESERVE);
    }
}
