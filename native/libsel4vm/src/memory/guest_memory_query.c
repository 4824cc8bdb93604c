/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Looking around in a VM's memory map; the public side is guest_memory_ext.h. */
#include "mapping.h"
#include "reservation.h"

bool vm_is_reservation(vm_t *vm, const vm_memory_reservation_t *reservation)
{
    vm_memory_t *memory = memory_of(vm);
    return memory != NULL && vmi_extent_pool_contains(&memory->extents.pool, reservation) &&
           reservation->kind != EXTENT_FREE;
}

size_t vm_reservation_count(vm_t *vm)
{
    vm_memory_t *memory = memory_of(vm);
    return memory == NULL ? 0 : memory->reservations;
}

/* NODE or the first reservation that follows it. */
static vm_memory_reservation_t *skip_free(avl_node_t *node)
{
    while (node != NULL && extent_of(node)->kind == EXTENT_FREE) {
        node = vmi_avl_next(node);
    }
    return node == NULL ? NULL : extent_of(node);
}

vm_memory_reservation_t *vm_first_reservation(vm_t *vm)
{
    vm_memory_t *memory = memory_of(vm);
    return memory == NULL ? NULL : skip_free(vmi_avl_first(&memory->extents.tree));
}

vm_memory_reservation_t *vm_next_reservation(vm_t *vm, vm_memory_reservation_t *reservation)
{
    if (!vmi_reservation_check(vm, reservation, __func__)) {
        return NULL;
    }
    return skip_free(vmi_avl_next(&reservation->node));
}

vm_memory_reservation_t *vm_find_reservation(vm_t *vm, uintptr_t addr)
{
    vm_memory_t *memory = memory_of(vm);
    return memory == NULL ? NULL : reservation_at(memory, addr);
}

int vm_get_reservation_info(vm_t *vm, vm_memory_reservation_t *reservation,
                            vm_reservation_info_t *info)
{
    if (!vmi_reservation_check(vm, reservation, __func__)) {
        return -1;
    }
    if (info == NULL) {
        return vmi_fail_null(vm, __func__, 3);
    }
    const vm_mapping_t *mapping = reservation->mapping;
    *info = (vm_reservation_info_t){
        .address = extent_start(reservation),
        .size = reservation->size,
        .anonymous = reservation->kind == EXTENT_ANONYMOUS,
        .fault_callback = reservation->callback,
        .fault_cookie = reservation->cookie,
    };
    if (mapping != NULL) {
        info->backing = mapping->deferred ? VM_BACKING_DEFERRED : VM_BACKING_MAPPED;
        info->library_owned = mapping->library_owned;
        info->dirty_tracking = mapping->tracking != VM_TRACK_NONE;
        info->accessed_tracking = mapping->tracking == VM_TRACK_ACCESSED;
        info->mapped_pages = mapping->mapped_pages;
        info->mapped_bytes = mapping->mapped_bytes;
    }
    return 0;
}
