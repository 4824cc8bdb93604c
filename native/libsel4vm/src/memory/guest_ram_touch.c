/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Walking over guest RAM; the public side is guest_ram.h. */
#include <sel4vm/guest_ram.h>

#include "device_copy.h"
#include "mapping.h"
#include "ram.h"

/* Bytes whose caches are maintained at a time: the kernel takes no interrupt while it goes through
 * them. */
#define CLEAN_MAX (64ul << 10)

static int touch_pieces(vm_t *vm, uintptr_t addr, size_t size, ram_touch_callback_fn touch_callback,
                        void *cookie)
{
    for (size_t offset = 0; offset < size;) {
        uintptr_t at = addr + offset;
        size_t piece = bytes_before(at, size - offset, VM_PAGE_SIZE);
        void *pointer = vm_guest_pointer(vm, at, piece);
        if (pointer == NULL) {
            return -1;
        }
        int result = touch_callback(vm, at, pointer, piece, offset, cookie);
        if (result != 0) {
            return vm_fail(vm, VM_ERROR_CALLBACK, "vm_ram_touch", (uintptr_t)result, piece, at);
        }
        offset += piece;
    }
    return 0;
}

int vm_ram_touch(vm_t *vm, uintptr_t addr, size_t size, ram_touch_callback_fn touch_callback,
                 void *cookie)
{
    if (vm == NULL || touch_callback == NULL) {
        return vm_fail_null(vm, __func__, vm == NULL ? 1 : 4);
    }
    if (vm->mem.reservation_cookie == NULL) {
        return vm_fail(vm, VM_ERROR_BAD_STATE, __func__, addr, size, 0);
    }
    if (addr + size < addr) {
        return vm_fail(vm, VM_ERROR_WRAPS, __func__, addr, size, 0);
    }
    if (size == 0) {
        return 0;
    }
    if (!ram_is_registered(vm, addr, size)) {
        return vm_fail(vm, VM_ERROR_NOT_FOUND, __func__, addr, size, 0);
    }
    /* The callback must not pull the RAM away under us. */
    if (range_hold(vm, addr, size, __func__) != 0) {
        return -1;
    }
    int result = touch_pieces(vm, addr, size, touch_callback, cookie);
    range_release(vm, addr, size);
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
        return vm_fail_null(vm, __func__, vaddr == NULL ? 3 : 6);
    }
    copy_out((char *)buf + offset, vaddr, size, has_device(vm, guest_addr));
    return 0;
}

/*
 * A guest whose caches are off reads from memory, the point of coherency. Unifying cleans no
 * further than the point of unification, which on Cortex-A57 and -A53 lies in front of the
 * second-level cache (CLIDR_EL1.LoUU and LoC: 1 and 2). Hence two steps: first the data, to memory,
 * and out of the cache, so that nothing stale is read here once the guest has written past it; then
 * the instruction cache, which the first step leaves alone.
 */
static seL4_Error clean_piece(seL4_CPtr frame, uintptr_t from, uintptr_t to)
{
    seL4_Error error = (seL4_Error)seL4_ARM_Page_CleanInvalidate_Data(frame, from, to);
    return error != seL4_NoError ? error
                                 : (seL4_Error)seL4_ARM_Page_Unify_Instruction(frame, from, to);
}

int ram_clean(vm_t *vm, uintptr_t guest_addr, size_t size)
{
    while (size != 0) {
        vm_memory_reservation_t *reservation = vm_find_reservation(vm, guest_addr);
        const vm_page_t *page = reservation == NULL ? NULL : mapping_page(reservation, guest_addr);
        if (page == NULL || page->vmm_cptr == seL4_CapNull) {
            return vm_fail(vm, VM_ERROR_NOT_MAPPED, __func__, guest_addr, size, 0);
        }
        size_t page_size = 1ul << page->bits;
        size_t piece =
            bytes_before(guest_addr, size, page_size < CLEAN_MAX ? page_size : CLEAN_MAX);
        uintptr_t from = guest_addr - page->addr;
        seL4_Error error =
            page->device ? seL4_NoError : clean_piece(page->vmm_cptr, from, from + piece);
        if (error != seL4_NoError) {
            return vm_fail_kernel(vm, error, __func__, guest_addr, piece);
        }
        guest_addr += piece;
        size -= piece;
    }
    return 0;
}

int vm_guest_ram_write_callback(vm_t *vm, uintptr_t guest_addr, void *vaddr, size_t size,
                                size_t offset, void *buf)
{
    if (vm == NULL || vaddr == NULL || buf == NULL) {
        return vm_fail_null(vm, __func__, vm == NULL ? 1 : vaddr == NULL ? 3 : 6);
    }
    copy_in(vaddr, (const char *)buf + offset, size, has_device(vm, guest_addr));
    vm_mark_dirty(vm, guest_addr, size);
    return vm->mem.clean_cache != 0 ? ram_clean(vm, guest_addr, size) : 0;
}
