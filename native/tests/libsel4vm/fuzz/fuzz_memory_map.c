/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Any sequence of operations on a memory map, against a model: a table of what each page belongs
 * to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../testing.h"
#include "fault/memory_fault.h"
#include "fuzz_input.h"

#define BASE    0x40000000ul
#define PAGES   1024u
#define HANDLES 64u

typedef enum owner { NOBODY = 0, ANON_FREE = 1, FIRST_HANDLE = 2 } owner_t;

typedef struct model {
    uint8_t owner[PAGES]; /* owner_t, or FIRST_HANDLE + index */
    struct {
        vm_memory_reservation_t *reservation; /* NULL: not used */
        size_t first;
        size_t count;
        bool anonymous;
        bool backed;
        bool deferred;
        vm_tracking_t tracking;
    } handles[HANDLES];
    vm_memory_reservation_t *stale; /* one that was freed */
} model_t;

static model_t model;

static void demand(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "model and library differ: %s\n", what);
        abort();
    }
}

static bool all_owned_by(size_t first, size_t count, uint8_t owner)
{
    for (size_t i = first; i < first + count; i++) {
        if (i >= PAGES || model.owner[i] != owner) {
            return false;
        }
    }
    return true;
}

static int free_handle(void)
{
    for (unsigned i = 0; i < HANDLES; i++) {
        if (model.handles[i].reservation == NULL) {
            return (int)i;
        }
    }
    return -1;
}

static void own(size_t first, size_t count, uint8_t owner)
{
    memset(&model.owner[first], owner, count);
}

static void enter(int handle, vm_memory_reservation_t *r, size_t first, size_t count,
                  bool anonymous)
{
    model.handles[handle].reservation = r;
    model.handles[handle].first = first;
    model.handles[handle].count = count;
    model.handles[handle].anonymous = anonymous;
    model.handles[handle].backed = false;
    model.handles[handle].deferred = false;
    model.handles[handle].tracking = VM_TRACK_NONE;
    own(first, count, (uint8_t)(FIRST_HANDLE + handle));
}

static void reserve(vm_t *vm, input_t *input)
{
    size_t first = take(input, 2) % PAGES;
    size_t count = take(input, 1);
    int handle = free_handle();
    if (handle < 0) {
        return;
    }
    vm_memory_reservation_t *r =
        vm_reserve_memory_at(vm, BASE + first * VM_PAGE_SIZE, count * VM_PAGE_SIZE, record, NULL);
    bool expected = count != 0;
    for (size_t i = first; i < first + count && i < PAGES; i++) {
        expected = expected && model.owner[i] == NOBODY;
    }
    demand((r != NULL) == expected, "reserve");
    if (r != NULL && first + count > PAGES) {
        vm_free_reserved_memory(vm, r);
    } else if (r != NULL) {
        enter(handle, r, first, count, false);
    }
}

static void make_anon(vm_t *vm, input_t *input)
{
    size_t first = take(input, 2) % PAGES;
    size_t count = 1 + take(input, 1) % (PAGES - first);
    int result = vm_memory_make_anon(vm, BASE + first * VM_PAGE_SIZE, count * VM_PAGE_SIZE);
    demand((result == 0) == all_owned_by(first, count, NOBODY), "make anonymous");
    if (result == 0) {
        own(first, count, ANON_FREE);
    }
}

static void reserve_anon(vm_t *vm, input_t *input)
{
    size_t count = 1 + take(input, 1) % 64;
    size_t align = 1ul << take(input, 1) % 24;
    int handle = free_handle();
    uintptr_t addr = 0;
    if (handle < 0) {
        return;
    }
    vm_memory_reservation_t *r =
        vm_reserve_anon_memory(vm, count * VM_PAGE_SIZE, align, record, NULL, &addr);
    size_t step = align <= VM_PAGE_SIZE ? 1 : align / VM_PAGE_SIZE;
    size_t first = 0;
    while (first + count <= PAGES && !all_owned_by(first, count, ANON_FREE)) {
        first += step;
    }
    bool expected = first + count <= PAGES;
    demand((r != NULL) == expected, "reserve anonymous");
    if (r != NULL) {
        demand(addr == BASE + first * VM_PAGE_SIZE, "address of anonymous memory");
        enter(handle, r, first, count, true);
    }
}

static void release(vm_t *vm, unsigned handle)
{
    vm_memory_reservation_t *r = model.handles[handle].reservation;
    if (r == NULL) {
        if (model.stale != NULL && !vm_is_reservation(vm, model.stale)) {
            demand(vm_free_reserved_memory(vm, model.stale) == -1, "free twice");
        }
        return;
    }
    demand(vm_free_reserved_memory(vm, r) == 0, "free");
    own(model.handles[handle].first, model.handles[handle].count,
        model.handles[handle].anonymous ? ANON_FREE : NOBODY);
    model.handles[handle].reservation = NULL;
    model.stale = r;
}

static void back(vm_t *vm, unsigned handle, bool deferred)
{
    vm_memory_reservation_t *r = model.handles[handle].reservation;
    if (r == NULL) {
        return;
    }
    int result = deferred ? vm_map_reservation_deferred(vm, r, NULL, NULL, seL4_PageBits)
                          : vm_map_reservation_ram(vm, r, seL4_AllRights, seL4_LargePageBits);
    demand(model.handles[handle].backed ? result == -1 : result == 0, "map");
    model.handles[handle].deferred =
        model.handles[handle].backed ? model.handles[handle].deferred : deferred;
    model.handles[handle].backed = true;
}

static void unmap(vm_t *vm, unsigned handle)
{
    vm_memory_reservation_t *r = model.handles[handle].reservation;
    if (r == NULL) {
        return;
    }
    demand((vm_unmap_reservation(vm, r) == 0) == model.handles[handle].backed, "unmap");
    model.handles[handle].backed = false;
    model.handles[handle].tracking = VM_TRACK_NONE;
}

static void track(vm_t *vm, unsigned handle, unsigned kind)
{
    vm_memory_reservation_t *r = model.handles[handle].reservation;
    if (r == NULL) {
        return;
    }
    int result = vm_set_tracking(vm, r, (vm_tracking_t)(kind % 3));
    demand((result == 0) == model.handles[handle].backed, "track");
    if (result == 0) {
        model.handles[handle].tracking = (vm_tracking_t)(kind % 3);
        demand(kind % 3 == 0 || vm_collect_pages(vm, r, NULL, NULL, true) == 0, "collect");
    }
}

static void touch(vm_t *vm, input_t *input)
{
    size_t page = take(input, 2) % PAGES;
    bool is_write = (take(input, 1) & 1) != 0;
    size_t offset = take(input, 2) % VM_PAGE_SIZE;
    uintptr_t addr = BASE + page * VM_PAGE_SIZE + offset;
    uint8_t owner = model.owner[page];
    resolution_t resolution = vmi_memory_resolve(vm, addr, is_write);
    bool backed = owner >= FIRST_HANDLE && model.handles[owner - FIRST_HANDLE].backed;
    demand((resolution != RESOLVE_NONE) == backed, "resolve");
    vm_memory_reservation_t *found = vm_find_reservation(vm, addr);
    demand(found ==
               (owner >= FIRST_HANDLE ? model.handles[owner - FIRST_HANDLE].reservation : NULL),
           "find");
    if (backed) {
        fake_translation_t t = fake_translate(vm->mem.vm_vspace.root, addr);
        demand(t.mapped && (is_write ? t.write : t.read), "the guest can go on");
        unsigned char *pointer = vm_guest_pointer(vm, addr, 1);
        demand(pointer != NULL, "pointer");
        unsigned char *physical = fake_physical(fake_translate(vm->mem.vm_vspace.root, addr).paddr);
        *pointer = (unsigned char)(page + offset);
        demand(*physical == (unsigned char)(page + offset), "pointer and guest agree");
    } else {
        demand(vm_guest_pointer(vm, addr, 1) == NULL, "no pointer");
    }
    size_t length = 1ul << (offset & 3);
    memory_fault_result_t result = dispatch(vm, NULL, addr, length);
    bool inside = owner >= FIRST_HANDLE &&
                  addr + length <= BASE + (model.handles[owner - FIRST_HANDLE].first +
                                           model.handles[owner - FIRST_HANDLE].count) *
                                              VM_PAGE_SIZE;
    demand((result == FAULT_HANDLED) == inside, "dispatch");
}

static void check_enumeration(vm_t *vm)
{
    size_t count = 0;
    uintptr_t last = 0;
    for (vm_memory_reservation_t *r = vm_first_reservation(vm); r != NULL;
         r = vm_next_reservation(vm, r)) {
        uintptr_t addr;
        size_t size;
        vm_get_reservation_memory_region(r, &addr, &size);
        demand(addr >= last, "order");
        last = addr + size;
        count++;
    }
    size_t expected = 0;
    for (unsigned i = 0; i < HANDLES; i++) {
        expected += model.handles[i].reservation != NULL;
    }
    demand(count == expected && count == vm_reservation_count(vm), "count");
}

static void step(vm_t *vm, input_t *input)
{
    unsigned operation = (unsigned)take(input, 1);
    unsigned handle = (operation >> 3) % HANDLES;
    switch (operation & 7) {
    case 0:
        reserve(vm, input);
        break;
    case 1:
        make_anon(vm, input);
        break;
    case 2:
        reserve_anon(vm, input);
        break;
    case 3:
        release(vm, handle);
        break;
    case 4:
        back(vm, handle, (take(input, 1) & 1) != 0);
        break;
    case 5:
        unmap(vm, handle);
        break;
    case 6:
        track(vm, handle, (unsigned)take(input, 1));
        break;
    default:
        touch(vm, input);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    input_t input = {data, size};
    if (!started) {
        fake_reset(28);
        started = true;
    }
    memset(&model, 0, sizeof(model));
    baseline_t before = baseline_take();
    vm_t *vm = memory_vm();
    for (unsigned steps = 0; input.size > 0 && steps < 200; steps++) {
        step(vm, &input);
    }
    check_enumeration(vm);
    memory_vm_free(vm);
    baseline_t after = baseline_take();
    demand(after.memory.free_slots == before.memory.free_slots, "slots at the end");
    demand(after.memory.free_bytes == before.memory.free_bytes, "memory at the end");
    demand(after.heap == before.heap, "heap at the end");
    return 0;
}
