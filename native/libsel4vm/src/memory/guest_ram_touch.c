/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Walking over guest RAM; the public side is guest_ram.h. */
#include <sel4vm/guest_ram.h>

#include "cache.h"
#include "device_copy.h"
#include "mapping.h"
#include "ram_regions.h"

static int touch_pieces(vm_t *vm, vm_range_t range, ram_touch_callback_fn touch_callback,
                        void *cookie)
{
    for (size_t offset = 0; offset < range.size;) {
        uintptr_t at = range.start + offset;
        size_t piece = bytes_before(at, range.size - offset, VM_PAGE_SIZE);
        void *pointer = vm_guest_pointer(vm, at, piece);
        if (pointer == NULL) {
            return -1;
        }
        int result = touch_callback(vm, at, pointer, piece, offset, cookie);
        if (result != 0) {
            return vmi_fail(vm, VM_ERROR_CALLBACK, "vm_ram_touch", (uintptr_t)result, piece, at);
        }
        offset += piece;
    }
    return 0;
}

int vm_ram_touch(vm_t *vm, uintptr_t addr, size_t size, ram_touch_callback_fn touch_callback,
                 void *cookie)
{
    if (vm == NULL || touch_callback == NULL) {
        return vmi_fail_null(vm, __func__, vm == NULL ? 1 : 4);
    }
    vm_range_t range;
    if (vmi_bytes_check(vm, addr, size, __func__, &range) != 0) {
        return -1;
    }
    if (size == 0) {
        return 0;
    }
    if (!vmi_ram_is_registered(vm, range)) {
        return vmi_fail(vm, VM_ERROR_NOT_FOUND, __func__, addr, size, 0);
    }
    /* The callback must not pull the RAM away under us. */
    if (vmi_range_hold(vm, range, __func__) != 0) {
        return -1;
    }
    int result = touch_pieces(vm, range, touch_callback, cookie);
    vmi_range_release(vm, range);
    return result;
}

/* true when the mapping around ADDR may be device memory: RAM can be registered with any frames. */
static bool has_device(vm_t *vm, uintptr_t addr)
{
    const vm_memory_reservation_t *reservation = vm_find_reservation(vm, addr);
    return reservation != NULL && reservation->mapping != NULL && reservation->mapping->has_device;
}

int vm_guest_ram_read_callback(vm_t *vm, uintptr_t guest_addr, void *vaddr, size_t size,
                               size_t offset, void *buf)
{
    if (vaddr == NULL || buf == NULL) {
        return vmi_fail_null(vm, __func__, vaddr == NULL ? 3 : 6);
    }
    copy_out((char *)buf + offset, vaddr, size, has_device(vm, guest_addr));
    return 0;
}

int vm_guest_ram_write_callback(vm_t *vm, uintptr_t guest_addr, void *vaddr, size_t size,
                                size_t offset, void *buf)
{
    if (vm == NULL || vaddr == NULL || buf == NULL) {
        return vmi_fail_null(vm, __func__, vm == NULL ? 1 : vaddr == NULL ? 3 : 6);
    }
    copy_in(vaddr, (const char *)buf + offset, size, has_device(vm, guest_addr));
    vm_mark_dirty(vm, guest_addr, size);
    return vm->mem.clean_cache != 0 ? vmi_cache_clean(vm, guest_addr, size) : 0;
}
