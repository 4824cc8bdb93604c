/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Where the frames of a mapping come from. */
#include "mapping_sources.h"

#include "physical.h"

size_t vmi_smaller_page_bits(size_t bits)
{
    switch (bits) {
    case seL4_HugePageBits:
        return seL4_LargePageBits;
    case seL4_LargePageBits:
        return seL4_PageBits;
    default:
        return 0;
    }
}

size_t vmi_fitting_page_bits(uintptr_t alignment, size_t space, size_t max_bits)
{
    size_t bits = seL4_HugePageBits;
    while (bits > seL4_PageBits &&
           (bits > max_bits || space < 1ul << bits || (alignment & ((1ul << bits) - 1)) != 0)) {
        bits = vmi_smaller_page_bits(bits);
    }
    return bits;
}

static void take_object(vm_page_t *page, const rs_object_t *object, size_t bits)
{
    page->cptr = object->cptr;
    page->block = object->block;
    page->paddr = object->paddr;
    page->bits = (uint8_t)bits;
    page->flags = PAGE_LIBRARY;
}

int vmi_ram_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights, void *cookie)
{
    const ram_source_t *source = cookie;
    size_t bits = vmi_fitting_page_bits(page->addr, space, source->max_bits);
    rs_object_t object;
    seL4_Error error;
    do {
        error = rs_object_alloc(rs_frame_type(bits), bits, &object);
        if (error == seL4_NoError) {
            take_object(page, &object, bits);
            *rights = source->rights;
            return 0;
        }
        bits = vmi_smaller_page_bits(bits);
    } while (bits != 0 && bits >= source->min_bits);
    return vmi_fail_kernel(vm, error, "ram_source", page->addr, space);
}

int vmi_paddr_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights,
                     void *cookie)
{
    const paddr_source_t *source = cookie;
    uintptr_t paddr = source->first_paddr + (page->addr - source->first_addr);
    size_t bits = vmi_fitting_page_bits(page->addr | paddr, space, seL4_HugePageBits);
    rs_object_t object;
    seL4_Error error;
    do {
        error = rs_object_alloc_at(rs_frame_type(bits), bits, paddr, &object);
        if (error == seL4_NoError) {
            take_object(page, &object, bits);
            page->device = vmi_physical_is_device(paddr, 1ul << bits);
            *rights = source->rights;
            return 0;
        }
        bits = vmi_smaller_page_bits(bits);
    } while (bits != 0);
    return vmi_fail_kernel(vm, error, "paddr_source", paddr, space);
}

int vmi_iterator_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights,
                        void *cookie)
{
    const iterator_source_t *source = cookie;
    vm_frame_t frame = source->iterator(page->addr, source->cookie);
    if (frame.size_bits > VM_IPA_BITS) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, "iterator_source", page->addr, frame.size_bits,
                        space);
    }
    page->cptr = frame.cptr;
    page->addr = frame.vaddr;
    page->bits = (uint8_t)frame.size_bits;
    *rights = frame.rights;
    return 0;
}
