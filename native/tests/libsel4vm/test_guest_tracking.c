/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include "fault/memory_fault.h"

#define RAM 0x40000000ul

typedef struct seen {
    unsigned count;
    uintptr_t addr[8];
    unsigned state[8];
    bool stop;
} seen_t;

static int see(vm_t *vm, uintptr_t addr, size_t size, unsigned state, void *cookie)
{
    seen_t *seen = cookie;
    (void)vm;
    CHECK_EQ(size, 0x1000);
    seen->addr[seen->count] = addr;
    seen->state[seen->count++] = state;
    return seen->stop ? 1 : 0;
}

static vm_memory_reservation_t *tracked(vm_t *vm, vm_tracking_t tracking)
{
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x4000, record, NULL);
    CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_AllRights, 12), 0);
    CHECK_EQ(vm_set_tracking(vm, r, tracking), 0);
    return r;
}

TEST(dirty_pages_are_those_written)
{
    vm_t *vm = memory_vm();
    seL4_CPtr root = vm->mem.vm_vspace.root;
    vm_memory_reservation_t *r = tracked(vm, VM_TRACK_DIRTY);
    seen_t seen = {0};
    CHECK(fake_translate(root, RAM).read && !fake_translate(root, RAM).write);
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), 0);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1008, true), RESOLVE_TRACKED);
    CHECK(fake_translate(root, RAM + 0x1000).write);
    CHECK(!fake_translate(root, RAM).write);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1008, true), RESOLVE_STALE);
    CHECK_EQ(vm_guest_write(vm, RAM + 0x3ffc, "abcd", 4), 0);
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, true), 2);
    CHECK_EQ(seen.addr[0], RAM + 0x1000);
    CHECK_EQ(seen.state[0] & VM_PAGE_DIRTY, VM_PAGE_DIRTY);
    CHECK_EQ(seen.addr[1], RAM + 0x3000);
    CHECK_EQ(seen.state[1], VM_PAGE_DIRTY);
    CHECK(!fake_translate(root, RAM + 0x1000).write);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, true), 0);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1000, true), RESOLVE_TRACKED);
    seen = (seen_t){.stop = true};
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), 1);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_NONE), 0);
    CHECK(fake_translate(root, RAM + 0x2000).write);
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), -1);
    CHECK_ERROR(vm, VM_ERROR_BAD_STATE);
    memory_vm_free(vm);
}

TEST(accessed_pages_are_told_from_written_ones)
{
    vm_t *vm = memory_vm();
    seL4_CPtr root = vm->mem.vm_vspace.root;
    vm_memory_reservation_t *r = tracked(vm, VM_TRACK_ACCESSED);
    seen_t seen = {0};
    vm_reservation_info_t info;
    CHECK_EQ(vm_get_reservation_info(vm, r, &info), 0);
    CHECK(info.accessed_tracking && info.dirty_tracking);
    CHECK(!fake_translate(root, RAM).mapped);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, false), RESOLVE_TRACKED);
    CHECK(fake_translate(root, RAM).read && !fake_translate(root, RAM).write);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1000, true), RESOLVE_TRACKED);
    CHECK(fake_translate(root, RAM + 0x1000).write);
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), 2);
    CHECK_EQ(seen.state[0], VM_PAGE_ACCESSED);
    CHECK_EQ(seen.state[1], VM_PAGE_ACCESSED | VM_PAGE_DIRTY);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, true), 2);
    CHECK(!fake_translate(root, RAM).mapped);
    /* Rights and tracking go together. */
    CHECK_EQ(vm_set_reservation_rights(vm, r, RAM, 0x1000, seL4_CanRead), 0);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_NONE);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, false), RESOLVE_TRACKED);
    CHECK(fake_translate(root, RAM).read);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_NONE);
    memory_vm_free(vm);
}

TEST(deferred_pages_count_as_touched_when_they_come)
{
    vm_t *vm = memory_vm();
    seL4_CPtr root = vm->mem.vm_vspace.root;
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x4000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 12), 0);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_DIRTY), 0);
    seen_t seen = {0};
    CHECK_EQ(vmi_memory_resolve(vm, RAM, false), RESOLVE_MAPPED);
    CHECK(!fake_translate(root, RAM).write);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1000, true), RESOLVE_MAPPED);
    CHECK(fake_translate(root, RAM + 0x1000).write);
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), 2);
    CHECK_EQ(seen.state[0], VM_PAGE_ACCESSED);
    CHECK_EQ(seen.state[1], VM_PAGE_ACCESSED | VM_PAGE_DIRTY);
    memory_vm_free(vm);
}

TEST(tracking_that_fails_half_way_ends_as_it_was)
{
    vm_t *vm = memory_vm();
    seL4_CPtr root = vm->mem.vm_vspace.root;
    vm_memory_reservation_t *r = tracked(vm, VM_TRACK_NONE);
    fake_fail_call(3, seL4_InvalidCapability);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_DIRTY), -1);
    CHECK_ERROR(vm, VM_ERROR_KERNEL);
    for (unsigned i = 0; i < 4; i++) {
        CHECK(fake_translate(root, RAM + i * 0x1000ul).write);
    }
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_DIRTY), 0);
    fake_fail_call(1, seL4_InvalidCapability);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_NONE);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
    fake_fail_call(1, seL4_InvalidCapability);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, true), -1);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, true), 1);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
    fake_fail_call(2, seL4_InvalidCapability);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_ACCESSED), 0); /* unmapping does not fail */
    fake_fail_call(2, seL4_InvalidCapability);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_DIRTY), -1);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, false), 2);
    memory_vm_free(vm);
}

TEST(bad_tracking_calls_are_refused)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x1000, record, NULL);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_DIRTY), -1);
    CHECK_ERROR(vm, VM_ERROR_NOT_MAPPED);
    CHECK_EQ(vm_set_tracking(vm, r, (vm_tracking_t)9), -1);
    CHECK_ERROR(vm, VM_ERROR_OUT_OF_RANGE);
    CHECK_EQ(vm_set_tracking(vm, NULL, VM_TRACK_DIRTY), -1);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, false), -1);
    CHECK_EQ(vm_collect_pages(NULL, r, NULL, NULL, false), -1);
    memory_vm_free(vm);
}

/* The guest may not write yet when tracking begins. */
TEST(rights_that_are_extended_later_are_tracked_too)
{
    static const vm_tracking_t kinds[] = {VM_TRACK_DIRTY, VM_TRACK_ACCESSED};
    for (unsigned i = 0; i < 2; i++) {
        vm_t *vm = memory_vm();
        seL4_CPtr root = vm->mem.vm_vspace.root;
        vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x4000, record, NULL);
        CHECK_EQ(vm_map_reservation_ram(vm, r, seL4_CanRead, 12), 0);
        CHECK_EQ(vm_set_tracking(vm, r, kinds[i]), 0);
        if (kinds[i] == VM_TRACK_ACCESSED) {
            CHECK_EQ(vmi_memory_resolve(vm, RAM, false), RESOLVE_TRACKED);
        }
        CHECK(fake_translate(root, RAM).read);
        CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_NONE);
        CHECK_EQ(vm_set_reservation_rights(vm, r, RAM, 0x4000, seL4_AllRights), 0);
        CHECK(fake_translate(root, RAM).read && !fake_translate(root, RAM).write);
        CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
        CHECK(fake_translate(root, RAM).write);
        seen_t seen = {0};
        CHECK_EQ(vm_collect_pages(vm, r, see, &seen, true), 1);
        CHECK_EQ(seen.state[0] & VM_PAGE_DIRTY, VM_PAGE_DIRTY);
        /* A page that has no rights for a while is not lost either. */
        CHECK_EQ(vm_set_reservation_rights(vm, r, RAM, 0x1000, seL4_NoRights), 0);
        CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_NONE);
        CHECK_EQ(vm_set_reservation_rights(vm, r, RAM, 0x1000, seL4_AllRights), 0);
        CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
        CHECK_EQ(vm_collect_pages(vm, r, see, &seen, true), 1);
        memory_vm_free(vm);
    }
}

TEST(deferred_pages_that_the_vmm_fetches_are_tracked)
{
    static const vm_tracking_t kinds[] = {VM_TRACK_DIRTY, VM_TRACK_ACCESSED};
    for (unsigned i = 0; i < 2; i++) {
        vm_t *vm = memory_vm();
        seL4_CPtr root = vm->mem.vm_vspace.root;
        vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x4000, record, NULL);
        CHECK_EQ(vm_map_reservation_deferred(vm, r, NULL, NULL, 12), 0);
        CHECK_EQ(vm_set_tracking(vm, r, kinds[i]), 0);
        char byte = 1;
        seen_t seen = {0};
        CHECK_EQ(vm_guest_read(vm, RAM, &byte, 1), 0);
        CHECK(vm_guest_pointer(vm, RAM + 0x1000, 1) != NULL);
        CHECK_EQ(fake_translate(root, RAM).mapped, kinds[i] == VM_TRACK_DIRTY);
        CHECK(!fake_translate(root, RAM).write && !fake_translate(root, RAM + 0x1000).write);
        CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), 0);
        CHECK_EQ(vmi_memory_resolve(vm, RAM, false),
                 kinds[i] == VM_TRACK_DIRTY ? RESOLVE_STALE : RESOLVE_TRACKED);
        CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1000, true), RESOLVE_TRACKED);
        CHECK_EQ(vm_guest_write(vm, RAM + 0x2000, &byte, 1), 0);
        CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, false), kinds[i] == VM_TRACK_DIRTY ? 2 : 3);
        CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
        memory_vm_free(vm);
    }
}

/* An iterator's frames may be read-only: a write that did not happen leaves no trace. */
static vm_frame_t give_read_only(uintptr_t addr, void *cookie)
{
    rs_object_t *frame = cookie;
    return (vm_frame_t){frame->cptr, seL4_CanRead, addr, 12};
}

TEST(a_write_that_the_rights_forbid_marks_nothing_dirty)
{
    vm_t *vm = memory_vm();
    rs_object_t frame;
    CHECK_EQ(rs_object_alloc(seL4_ARM_SmallPageObject, 12, &frame), 0);
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x1000, record, NULL);
    CHECK_EQ(vm_map_reservation_deferred(vm, r, give_read_only, &frame, 12), 0);
    CHECK_EQ(vm_set_tracking(vm, r, VM_TRACK_ACCESSED), 0);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_MAPPED);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_NONE);
    seen_t seen = {0};
    CHECK_EQ(vm_collect_pages(vm, r, see, &seen, false), 1);
    CHECK_EQ(seen.state[0], VM_PAGE_ACCESSED);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    rs_object_free(&frame);
    memory_vm_free(vm);
}

/* What the guest, or the visitor itself, writes during the visit. */
static int write_meanwhile(vm_t *vm, uintptr_t addr, size_t size, unsigned state, void *cookie)
{
    (void)size;
    (void)state;
    if (cookie != NULL) {
        CHECK_EQ(vm_guest_write(vm, addr, "x", 1), 0);
    } else {
        CHECK_EQ(vmi_memory_resolve(vm, addr, true), RESOLVE_TRACKED);
    }
    return 0;
}

TEST(writes_during_a_visit_count_for_the_next_collection)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = tracked(vm, VM_TRACK_DIRTY);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
    CHECK_EQ(vm_collect_pages(vm, r, write_meanwhile, NULL, true), 1);
    CHECK_EQ(vm_collect_pages(vm, r, write_meanwhile, vm, true), 1);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, true), 1);
    CHECK_EQ(vm_collect_pages(vm, r, NULL, NULL, true), 0);
    memory_vm_free(vm);
}

static int meddle(vm_t *vm, uintptr_t addr, size_t size, unsigned state, void *cookie)
{
    (void)addr;
    (void)size;
    (void)state;
    CHECK_EQ(vm_free_reserved_memory(vm, cookie), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    CHECK_EQ(vm_unmap_reservation(vm, cookie), -1);
    CHECK_EQ(vm_memory_destroy(vm), -1);
    CHECK_ERROR(vm, VM_ERROR_BUSY);
    return 0;
}

TEST(a_visitor_cannot_take_away_what_it_visits)
{
    vm_t *vm = memory_vm();
    vm_memory_reservation_t *r = tracked(vm, VM_TRACK_DIRTY);
    CHECK_EQ(vmi_memory_resolve(vm, RAM, true), RESOLVE_TRACKED);
    CHECK_EQ(vmi_memory_resolve(vm, RAM + 0x1000, true), RESOLVE_TRACKED);
    CHECK_EQ(vm_collect_pages(vm, r, meddle, r, true), 2);
    CHECK_EQ(vm_free_reserved_memory(vm, r), 0);
    memory_vm_free(vm);
}
