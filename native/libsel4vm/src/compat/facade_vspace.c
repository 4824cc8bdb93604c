/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* vspace_t over the root server's address spaces. */
#include <rootserver/vspace.h>

#include <vspace/vspace.h>

static rs_vspace_t *behind(const vspace_t *vspace)
{
    return vspace == NULL || vspace->data == NULL ? rs_vspace_self() : vspace->data;
}

void rs_vspace_handle_init(vspace_t *vspace)
{
    if (vspace != NULL) {
        *vspace = (vspace_t){0};
    }
}

seL4_CPtr vspace_get_root(vspace_t *vspace)
{
    return vspace == NULL ? seL4_CapNull : behind(vspace)->root;
}

static void unmap(rs_vspace_t *space, const seL4_CPtr *caps, uintptr_t vaddr, size_t count,
                  size_t bits)
{
    for (size_t i = 0; i < count; i++) {
        rs_vspace_unmap(space, caps[i], vaddr + (i << bits), bits);
    }
}

void *vspace_map_pages(vspace_t *vspace, seL4_CPtr caps[], uintptr_t cookies[],
                       seL4_CapRights_t rights, size_t num_pages, size_t size_bits, int cacheable)
{
    (void)cookies;
    rs_vspace_t *space = behind(vspace);
    if (caps == NULL || num_pages == 0 || space != rs_vspace_self() ||
        size_bits > seL4_HugePageBits || num_pages > SIZE_MAX >> size_bits) {
        return NULL;
    }
    uintptr_t start = rs_vspace_reserve(num_pages << size_bits, size_bits);
    if (start == 0) {
        return NULL;
    }
    seL4_ARM_VMAttributes attributes =
        cacheable != 0 ? seL4_ARM_Default_VMAttributes : (seL4_ARM_VMAttributes)0;
    for (size_t i = 0; i < num_pages; i++) {
        if (rs_vspace_map(space, caps[i], start + (i << size_bits), size_bits, rights,
                          attributes) != seL4_NoError) {
            unmap(space, caps, start, i, size_bits);
            rs_vspace_release(start, num_pages << size_bits);
            return NULL;
        }
    }
    return (void *)start;
}

void vspace_unmap_pages(vspace_t *vspace, seL4_CPtr caps[], void *vaddr, size_t num_pages,
                        size_t size_bits)
{
    rs_vspace_t *space = behind(vspace);
    if (caps == NULL || vaddr == NULL || space != rs_vspace_self()) {
        return;
    }
    unmap(space, caps, (uintptr_t)vaddr, num_pages, size_bits);
    rs_vspace_release((uintptr_t)vaddr, num_pages << size_bits);
}
