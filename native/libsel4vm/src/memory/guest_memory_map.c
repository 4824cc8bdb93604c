/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Backing reservations; the public side is guest_memory.h and guest_memory_ext.h. */
#include <stdlib.h>

#include "mapping.h"
#include "mapping_sources.h"
#include "ram_index.h"
#include "ram_regions.h"

int vm_map_reservation(vm_t *vm, vm_memory_reservation_t *reservation,
                       memory_map_iterator_fn map_iterator, void *cookie)
{
    if (vmi_mapping_check(vm, reservation, __func__) != 0) {
        return -1;
    }
    if (map_iterator == NULL) {
        return vmi_fail_null(vm, __func__, 3);
    }
    iterator_source_t source = {map_iterator, cookie};
    return vmi_mapping_create(vm, reservation, vmi_iterator_source, &source, __func__);
}

/* Frame source: an array of frames of one size. */
typedef struct array_source {
    const seL4_CPtr *next;
    size_t bits;
} array_source_t;

static int array_source(vm_t *vm, vm_page_t *page, size_t space, seL4_CapRights_t *rights,
                        void *cookie)
{
    (void)vm;
    (void)space;
    array_source_t *source = cookie;
    page->cptr = *source->next++;
    page->bits = (uint8_t)source->bits;
    *rights = seL4_AllRights;
    return 0;
}

static bool page_size_is_valid(size_t bits)
{
    return bits == seL4_PageBits || bits == seL4_LargePageBits || bits == seL4_HugePageBits;
}

int vm_map_reservation_frames(vm_t *vm, vm_memory_reservation_t *reservation, seL4_CPtr *frames,
                              size_t num_frames, size_t frame_size_bits)
{
    if (vmi_mapping_check(vm, reservation, __func__) != 0) {
        return -1;
    }
    if (frames == NULL) {
        return vmi_fail_null(vm, __func__, 3);
    }
    if (!page_size_is_valid(frame_size_bits)) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, __func__, frame_size_bits, reservation->size,
                        seL4_HugePageBits);
    }
    size_t fitting = reservation->size >> frame_size_bits;
    if (fitting == 0) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, __func__, extent_start(reservation),
                        1ul << frame_size_bits, reservation->size);
    }
    if (num_frames != fitting || fitting << frame_size_bits != reservation->size) {
        return vmi_fail(vm, VM_ERROR_FRAME_COUNT, __func__, num_frames, reservation->size, fitting);
    }
    array_source_t source = {frames, frame_size_bits};
    return vmi_mapping_create(vm, reservation, array_source, &source, __func__);
}

int vm_map_reservation_ram(vm_t *vm, vm_memory_reservation_t *reservation, seL4_CapRights_t rights,
                           size_t max_page_bits)
{
    if (vmi_mapping_check(vm, reservation, __func__) != 0) {
        return -1;
    }
    if (!page_size_is_valid(max_page_bits)) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, __func__, max_page_bits, reservation->size,
                        seL4_HugePageBits);
    }
    ram_source_t source = {max_page_bits, 0, rights};
    return vmi_mapping_create(vm, reservation, vmi_ram_source, &source, __func__);
}

int vm_map_reservation_deferred(vm_t *vm, vm_memory_reservation_t *reservation,
                                memory_map_iterator_fn map_iterator, void *cookie, size_t page_bits)
{
    if (vmi_mapping_check(vm, reservation, __func__) != 0) {
        return -1;
    }
    uintptr_t start = extent_start(reservation);
    if (!page_size_is_valid(page_bits)) {
        return vmi_fail(vm, VM_ERROR_FRAME_SIZE, __func__, page_bits, reservation->size,
                        seL4_HugePageBits);
    }
    size_t page_size = 1ul << page_bits;
    if (((start | reservation->size) & (page_size - 1)) != 0) {
        return vmi_fail(vm, VM_ERROR_UNALIGNED, __func__, start, reservation->size, page_size);
    }
    size_t count = reservation->size >> page_bits;
    vm_mapping_t *mapping = calloc(1, sizeof(*mapping));
    vm_page_t *pages = calloc(count, sizeof(*pages));
    if (mapping == NULL || pages == NULL) {
        free(mapping);
        free(pages);
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, start, reservation->size, 0);
    }
    for (size_t i = 0; i < count; i++) {
        pages[i] = (vm_page_t){.addr = start + (i << page_bits), .bits = (uint8_t)page_bits};
    }
    *mapping = (vm_mapping_t){
        .count = count,
        .capacity = count,
        .uniform_bits = (uint8_t)page_bits,
        .deferred = true,
        .library_owned = map_iterator == NULL,
        .iterator = map_iterator,
        .iterator_cookie = cookie,
        .pages = pages,
    };
    reservation->mapping = mapping;
    vmi_ram_index_add(vm->mem.reservation_cookie, reservation);
    return 0;
}

int vm_unmap_reservation(vm_t *vm, vm_memory_reservation_t *reservation)
{
    if (!vmi_reservation_check(vm, reservation, __func__)) {
        return -1;
    }
    if (reservation->mapping == NULL) {
        return vmi_fail(vm, VM_ERROR_NOT_MAPPED, __func__, extent_start(reservation),
                        reservation->size, 0);
    }
    if (vmi_ram_check_unregistered(vm, reservation, __func__) != 0) {
        return -1;
    }
    if (reservation->busy != 0) {
        return vmi_fail(vm, VM_ERROR_BUSY, __func__, extent_start(reservation), reservation->size,
                        0);
    }
    vmi_mapping_remove(vm, reservation);
    return 0;
}

/* Give pages [first, last] their new rights; on an error those before it get their old ones back.
 */
static int change_rights(vm_t *vm, const vm_mapping_t *mapping, vm_page_t *first, vm_page_t *last,
                         uint8_t rights, const char *operation)
{
    const uint8_t mask = PAGE_READ | PAGE_WRITE;
    for (vm_page_t *page = first; page <= last; page++) {
        uint8_t old = page->flags;
        page->flags =
            vmi_page_protect(mapping->tracking, (uint8_t)((page->flags & ~mask) | rights));
        seL4_Error error = vmi_mapping_apply(vm, mapping, page);
        if (error == seL4_NoError) {
            continue;
        }
        vmi_fail_kernel(vm, error, operation, page->addr, 1ul << page->bits);
        page->flags = old;
        return (int)(page - first);
    }
    return -1;
}

int vm_set_reservation_rights(vm_t *vm, vm_memory_reservation_t *reservation, uintptr_t addr,
                              size_t size, seL4_CapRights_t rights)
{
    vm_range_t range;
    if (!vmi_reservation_check(vm, reservation, __func__) ||
        vmi_range_check(vm, addr, size, __func__, &range) != 0) {
        return -1;
    }
    vm_range_t whole = extent_range(reservation);
    if (range.start < whole.start || range_end(range) > range_end(whole)) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_RANGE, __func__, addr, size, range_end(whole));
    }
    vm_mapping_t *mapping = reservation->mapping;
    vm_page_t *first = vmi_mapping_page(reservation, addr);
    vm_page_t *last = vmi_mapping_page(reservation, range_end(range) - 1);
    if (first == NULL || last == NULL) {
        return vmi_fail(vm, VM_ERROR_NOT_MAPPED, __func__, addr, size, 0);
    }
    if (first->addr != addr || last->addr + (1ul << last->bits) != range_end(range)) {
        return vmi_fail(vm, VM_ERROR_UNALIGNED, __func__, addr, size, 1ul << first->bits);
    }
    for (const vm_page_t *page = first; page <= last; page++) {
        if ((page->flags & PAGE_PRESENT) == 0) {
            return vmi_fail(vm, VM_ERROR_NOT_MAPPED, __func__, page->addr, 1ul << page->bits, 0);
        }
    }
    size_t pages = (size_t)(last - first) + 1;
    uint8_t *old = malloc(pages);
    if (old == NULL) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, __func__, addr, pages, 0);
    }
    for (size_t i = 0; i < pages; i++) {
        old[i] = first[i].flags;
    }
    int changed = change_rights(vm, mapping, first, last, vmi_page_rights(rights), __func__);
    for (int i = 0; i < changed; i++) {
        first[i].flags = old[i];
        vmi_mapping_apply(vm, mapping, &first[i]);
    }
    free(old);
    return changed < 0 ? 0 : -1;
}
