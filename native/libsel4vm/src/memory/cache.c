/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "cache.h"

#include "mapping.h"

/* Bytes whose caches are maintained at a time: the kernel takes no interrupt while it goes through
 * them. */
#define CLEAN_MAX (64ul << 10)

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

int vmi_cache_clean(vm_t *vm, uintptr_t guest_addr, size_t size)
{
    while (size != 0) {
        vm_memory_reservation_t *reservation = vm_find_reservation(vm, guest_addr);
        const vm_page_t *page =
            reservation == NULL ? NULL : vmi_mapping_page(reservation, guest_addr);
        if (page == NULL || page->vmm_cptr == seL4_CapNull) {
            return vmi_fail(vm, VM_ERROR_NOT_MAPPED, "ram_clean", guest_addr, size, 0);
        }
        size_t page_size = 1ul << page->bits;
        size_t piece =
            bytes_before(guest_addr, size, page_size < CLEAN_MAX ? page_size : CLEAN_MAX);
        uintptr_t from = guest_addr - page->addr;
        seL4_Error error =
            page->device ? seL4_NoError : clean_piece(page->vmm_cptr, from, from + piece);
        if (error != seL4_NoError) {
            return vmi_fail_kernel(vm, error, "ram_clean", guest_addr, piece);
        }
        guest_addr += piece;
        size -= piece;
    }
    return 0;
}
