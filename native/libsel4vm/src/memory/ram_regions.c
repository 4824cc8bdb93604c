/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "ram_regions.h"

#include <stdlib.h>
#include <string.h>

static void insert_region(struct vm_mem *mem, int index, vm_ram_region_t region)
{
    memmove(&mem->ram_regions[index + 1], &mem->ram_regions[index],
            (size_t)(mem->num_ram_regions - index) * sizeof(vm_ram_region_t));
    mem->ram_regions[index] = region;
    mem->num_ram_regions++;
}

static void delete_region(struct vm_mem *mem, int index)
{
    mem->num_ram_regions--;
    memmove(&mem->ram_regions[index], &mem->ram_regions[index + 1],
            (size_t)(mem->num_ram_regions - index) * sizeof(vm_ram_region_t));
}

int vmi_ram_make_room(vm_t *vm, const char *operation)
{
    size_t count = (size_t)vm->mem.num_ram_regions + 2;
    vm_ram_region_t *regions = realloc(vm->mem.ram_regions, count * sizeof(*regions));
    if (regions == NULL) {
        return vmi_fail(vm, VM_ERROR_OUT_OF_HEAP, operation, 0, count, 0);
    }
    vm->mem.ram_regions = regions;
    return 0;
}

static void merge(struct vm_mem *mem)
{
    for (int i = 0; i + 1 < mem->num_ram_regions;) {
        vm_ram_region_t *here = &mem->ram_regions[i];
        const vm_ram_region_t *next = here + 1;
        if (here->allocated == next->allocated && here->start + here->size == next->start) {
            here->size += next->size;
            delete_region(mem, i + 1);
        } else {
            i++;
        }
    }
}

/* Index of the region that contains ADDR, or of the first above it. */
static int region_index(const struct vm_mem *mem, uintptr_t addr)
{
    int low = 0;
    int high = mem->num_ram_regions;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const vm_ram_region_t *region = &mem->ram_regions[middle];
        if (region->start + region->size <= addr) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool vmi_ram_covered(const struct vm_mem *mem, vm_range_t range, int allocated)
{
    uintptr_t at = range.start;
    for (int i = region_index(mem, at); i < mem->num_ram_regions && at < range_end(range); i++) {
        const vm_ram_region_t *region = &mem->ram_regions[i];
        if (region->start > at || (allocated >= 0 && region->allocated != allocated)) {
            return false;
        }
        at = region->start + region->size;
    }
    return at >= range_end(range);
}

/* Cut the region around ADDR in two at ADDR, if there is one that ADDR lies inside of. */
static void split_at(struct vm_mem *mem, uintptr_t addr)
{
    int index = region_index(mem, addr);
    if (index == mem->num_ram_regions || mem->ram_regions[index].start >= addr) {
        return;
    }
    vm_ram_region_t *region = &mem->ram_regions[index];
    vm_ram_region_t upper = {addr, region->start + region->size - addr, region->allocated};
    region->size = addr - region->start;
    insert_region(mem, index + 1, upper);
}

void vmi_ram_set_state(struct vm_mem *mem, vm_range_t range, int allocated)
{
    split_at(mem, range.start);
    split_at(mem, range_end(range));
    for (int i = region_index(mem, range.start);
         i < mem->num_ram_regions && mem->ram_regions[i].start < range_end(range); i++) {
        mem->ram_regions[i].allocated = allocated;
    }
    merge(mem);
}

void vmi_ram_enter(struct vm_mem *mem, vm_range_t range)
{
    insert_region(mem, region_index(mem, range.start),
                  (vm_ram_region_t){.start = range.start, .size = range.size, .allocated = 0});
    merge(mem);
}

void vmi_ram_take_out(struct vm_mem *mem, vm_range_t range)
{
    split_at(mem, range.start);
    split_at(mem, range_end(range));
    delete_region(mem, region_index(mem, range.start));
}

bool vmi_ram_is_registered(const vm_t *vm, vm_range_t range)
{
    return vmi_ram_covered(&vm->mem, range, -1);
}

int vmi_ram_check_unregistered(vm_t *vm, const vm_memory_reservation_t *reservation,
                               const char *operation)
{
    vm_range_t range = extent_range(reservation);
    return vmi_ram_is_registered(vm, range)
               ? vmi_fail(vm, VM_ERROR_BUSY, operation, range.start, range.size, 0)
               : 0;
}
