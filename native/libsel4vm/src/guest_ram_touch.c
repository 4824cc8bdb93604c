/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Walking over guest RAM; the public side is guest_ram.h. */
#include <string.h>

#include <sel4vm/guest_ram.h>

#include "mapping.h"
#include "ram.h"

/* Bytes that are made visible to instruction fetches at a time: the kernel takes no interrupt while
 * it goes through them. */
#define UNIFY_MAX (64ul << 10)

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
    for (size_t offset = 0; offset < size;) {
        uintptr_t at = addr + offset;
        size_t piece = bytes_before(at, size - offset, VM_PAGE_SIZE);
        void *pointer = vm_guest_pointer(vm, at, piece);
        if (pointer == NULL) {
            return -1;
        }
        int result = touch_callback(vm, at, pointer, piece, offset, cookie);
        if (result != 0) {
            return vm_fail(vm, VM_ERROR_CALLBACK, __func__, (uintptr_t)result, piece, at);
        }
        offset += piece;
    }
    return 0;
}

int vm_guest_ram_read_callback(vm_t *vm, uintptr_t guest_addr, void *vaddr, size_t size,
                               size_t offset, void *buf)
{
    (void)guest_addr;
    if (vaddr == NULL || buf == NULL) {
        return vm_fail_null(vm, __func__, vaddr == NULL ? 3 : 6);
    }
    memcpy((char *)buf + offset, vaddr, size);
    return 0;
}

int ram_unify(vm_t *vm, uintptr_t guest_addr, size_t size)
{
    while (size != 0) {
        vm_memory_reservation_t *reservation = vm_find_reservation(vm, guest_addr);
        const vm_page_t *page = reservation == NULL ? NULL : mapping_page(reservation, guest_addr);
        if (page == NULL || page->vmm_cptr == seL4_CapNull) {
            return vm_fail(vm, VM_ERROR_NOT_MAPPED, __func__, guest_addr, size, 0);
        }
        size_t page_size = 1ul << page->bits;
        size_t piece =
            bytes_before(guest_addr, size, page_size < UNIFY_MAX ? page_size : UNIFY_MAX);
        uintptr_t from = guest_addr - page->addr;
        seL4_Error error =
            (seL4_Error)seL4_ARM_Page_Unify_Instruction(page->vmm_cptr, from, from + piece);
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
    memcpy(vaddr, (const char *)buf + offset, size);
    vm_mark_dirty(vm, guest_addr, size);
    return vm->mem.clean_cache != 0 ? ram_unify(vm, guest_addr, size) : 0;
}
