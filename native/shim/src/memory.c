/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm_shim/memory.h>

#include <rootserver/objects.h>
#include <sel4vm/guest_memory_helpers.h>
#include <sel4vm/guest_ram.h>

seL4_CapRights_t shim_cap_rights(bool read, bool write)
{
    return seL4_CapRights_new(0, 0, read, write);
}

bool shim_cap_rights_read(seL4_CapRights_t rights)
{
    return seL4_CapRights_get_capAllowRead(rights) != 0;
}

bool shim_cap_rights_write(seL4_CapRights_t rights)
{
    return seL4_CapRights_get_capAllowWrite(rights) != 0;
}

memory_fault_callback_fn shim_error_fault_callback(void)
{
    return default_error_fault_callback;
}

int shim_ram_read(vm_t *vm, uintptr_t addr, void *buffer, size_t size)
{
    return vm_ram_touch(vm, addr, size, vm_guest_ram_read_callback, buffer);
}

int shim_ram_write(vm_t *vm, uintptr_t addr, const void *buffer, size_t size)
{
    return vm_ram_touch(vm, addr, size, vm_guest_ram_write_callback, (void *)(uintptr_t)buffer);
}

void shim_get_memory_stats(shim_memory_stats_t *stats)
{
    if (stats == NULL) {
        return;
    }
    rs_memory_stats_t now = rs_memory_stats();
    *stats = (shim_memory_stats_t){
        .free_bytes = now.free_bytes,
        .used_bytes = now.used_bytes,
        .device_bytes = now.device_bytes,
        .live_objects = now.live_objects,
        .free_slots = now.free_slots,
        .live_tables = now.live_tables,
    };
}
