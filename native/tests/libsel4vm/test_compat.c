/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include <allocman/bootstrap.h>
#include <allocman/vka.h>
#include <rootserver/bootinfo.h>
#include <sel4platsupport/bootinfo.h>
#include <sel4platsupport/io.h>
#include <sel4platsupport/platsupport.h>
#include <sel4runtime.h>
#include <sel4utils/sel4_zf_logif.h>
#include <sel4utils/vspace.h>
#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vmmplatsupport/arch/guest_boot_init.h>
#include <sel4vmmplatsupport/arch/guest_vcpu_fault.h>
#include <sel4vmmplatsupport/guest_vcpu_util.h>
#include <simple-default/simple-default.h>
#include <simple/simple.h>
#include <vka/object.h>
#include <vka/object_capops.h>
#include <vspace/vspace.h>

#include <string.h>

TEST(slots_and_objects_come_from_the_root_server)
{
    vka_t vka;
    simple_t simple;
    rs_vka_init(&vka);
    rs_vka_init(NULL);
    rs_simple_init(&simple);
    rs_simple_init(NULL);
    baseline_t before = baseline_take();
    cspacepath_t path;
    CHECK_EQ(vka_cspace_alloc_path(&vka, &path), 0);
    CHECK_EQ(vka_cspace_alloc_path(&vka, NULL), -1);
    CHECK_EQ(vka_cspace_alloc(&vka, NULL), -1);
    CHECK_EQ(path.root, simple_get_cnode(&simple));
    vka_object_t ep, copy_of, frame;
    CHECK_EQ(vka_alloc_endpoint(&vka, &ep), 0);
    vka_cspace_make_path(&vka, ep.cptr, NULL);
    cspacepath_t source;
    vka_cspace_make_path(&vka, ep.cptr, &source);
    CHECK_EQ(vka_cnode_mint(&path, &source, seL4_AllRights, 7), 0);
    CHECK_EQ(vka_cnode_copy(&path, &source, seL4_AllRights), seL4_DeleteFirst);
    CHECK_EQ(vka_cnode_delete(&path), 0);
    CHECK_EQ(vka_cnode_copy(&path, &source, seL4_AllRights), 0);
    CHECK_EQ(vka_cnode_delete(&path), 0);
    CHECK_EQ(vka_cnode_mint(&path, &source, seL4_AllRights, 7), 0);
    CHECK_EQ(vka_cnode_revoke(&source), 0);
    CHECK(!fake_slot_used(path.capPtr));
    CHECK_EQ(vka_cnode_copy(NULL, &source, seL4_AllRights), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_mint(&path, NULL, seL4_AllRights, 1), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_delete(NULL), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_revoke(NULL), seL4_InvalidArgument);
    CHECK_EQ(vka_alloc_notification(NULL, &copy_of), 0);
    CHECK_EQ(vka_alloc_frame(&vka, 21, &frame), 0);
    vka_free_object(&vka, &frame);
    CHECK_EQ(frame.cptr, seL4_CapNull);
    CHECK_EQ(vka_alloc_frame(&vka, 30, &frame), -1);
    CHECK_EQ(vka_alloc_frame(&vka, 13, &frame), -1);
    CHECK_EQ(vka_alloc_frame_at(&vka, 12, FAKE_DEVICE_BASE, &frame), 0);
    vka_free_object(&vka, &frame);
    vka_free_object(&vka, NULL);
    CHECK_EQ(vka_alloc_object(&vka, seL4_EndpointObject, 4, NULL), -1);
    CHECK_EQ(vka_alloc_object_at(&vka, seL4_EndpointObject, 4, FAKE_RAM_BASE, NULL), -1);
    vka_free_object(&vka, &ep);
    vka_free_object(&vka, &copy_of);
    vka_cspace_free_path(&vka, path);
    CHECK_BASELINE(before);
    CHECK_EQ(simple_get_pd(NULL), seL4_CapInitThreadVSpace);
    CHECK_EQ(simple_get_tcb(NULL), seL4_CapInitThreadTCB);
    CHECK_EQ(simple_get_asid_pool(NULL), seL4_CapInitThreadASIDPool);
}

TEST(frames_are_mapped_into_the_root_task)
{
    vspace_t self;
    vka_object_t frames[3];
    seL4_CPtr caps[4] = {0};
    rs_vspace_handle_init(&self);
    rs_vspace_handle_init(NULL);
    CHECK_EQ(vspace_get_root(&self), seL4_CapInitThreadVSpace);
    CHECK_EQ(vspace_get_root(NULL), seL4_CapNull);
    for (unsigned i = 0; i < 3; i++) {
        CHECK_EQ(vka_alloc_frame(NULL, 12, &frames[i]), 0);
        caps[i] = frames[i].cptr;
    }
    baseline_t before = baseline_take();
    char *at = vspace_map_pages(&self, caps, NULL, seL4_AllRights, 3, 12, 1);
    CHECK(at != NULL);
    at[0x2fff] = 1;
    vspace_unmap_pages(&self, at, 3, 12, VSPACE_PRESERVE);
    at = vspace_map_pages(NULL, caps, NULL, seL4_AllRights, 2, 12, 0);
    CHECK(at != NULL);
    vspace_unmap_pages(NULL, at, 2, 12, VSPACE_FREE);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 4, 12, 1) == NULL);
    CHECK(vspace_map_pages(&self, NULL, NULL, seL4_AllRights, 1, 12, 1) == NULL);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 0, 12, 1) == NULL);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 1, 64, 1) == NULL);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, SIZE_MAX / 0x1000, 12, 1) == NULL);
    vspace_unmap_pages(&self, at, 1, 12, VSPACE_PRESERVE);
    vspace_unmap_pages(&self, NULL, 0, 12, VSPACE_PRESERVE);
    vspace_unmap_pages(&self, NULL, 1, 13, VSPACE_PRESERVE);
    CHECK_BASELINE(before);
    vm_t *vm = memory_vm();
    CHECK(vspace_map_pages(&vm->mem.vm_vspace, caps, NULL, seL4_AllRights, 1, 12, 1) == NULL);
    memory_vm_free(vm);
    for (unsigned i = 0; i < 3; i++) {
        vka_free_object(NULL, &frames[i]);
    }
}

TEST(an_object_is_made_in_a_slot_of_the_callers)
{
    baseline_t before = baseline_take();
    cspacepath_t path;
    seL4_Word cookie;
    CHECK_EQ(vka_cspace_alloc_path(NULL, &path), 0);
    CHECK_EQ(vka_utspace_alloc(NULL, &path, seL4_EndpointObject, 0, &cookie), 0);
    CHECK(fake_slot_used(path.capPtr));
    CHECK(vka_utspace_paddr(NULL, cookie, seL4_EndpointObject, 0) >= FAKE_RAM_BASE);
    CHECK_EQ(vka_cnode_delete(&path), 0);
    vka_utspace_free(NULL, seL4_EndpointObject, 0, cookie);

    /* Without deleting it first: freeing the memory deletes what is left. */
    CHECK_EQ(
        vka_utspace_alloc_maybe_device(NULL, &path, seL4_ARM_SmallPageObject, 12, true, &cookie),
        0);
    seL4_Word other;
    CHECK_EQ(vka_utspace_alloc(NULL, &path, seL4_ARM_SmallPageObject, 12, &other), -1);
    vka_utspace_free(NULL, seL4_ARM_SmallPageObject, 12, cookie);
    CHECK(!fake_slot_used(path.capPtr));

    CHECK_EQ(
        vka_utspace_alloc_at(NULL, &path, seL4_ARM_SmallPageObject, 12, FAKE_DEVICE_BASE, &cookie),
        0);
    CHECK_EQ(vka_utspace_paddr(NULL, cookie, seL4_ARM_SmallPageObject, 12), FAKE_DEVICE_BASE);
    vka_utspace_free(NULL, seL4_ARM_SmallPageObject, 12, cookie);
    vka_utspace_free(NULL, seL4_ARM_SmallPageObject, 12, 0);
    CHECK_EQ(vka_utspace_paddr(NULL, 0, seL4_ARM_SmallPageObject, 12), VKA_NO_PADDR);
    CHECK_EQ(vka_utspace_alloc(NULL, NULL, seL4_EndpointObject, 0, &cookie), -1);
    CHECK_EQ(vka_utspace_alloc(NULL, &path, seL4_EndpointObject, 0, NULL), -1);
    CHECK_EQ(vka_utspace_alloc_at(NULL, &path, seL4_ARM_SmallPageObject, 12, 1, &cookie), -1);
    vka_cspace_free_path(NULL, path);
    CHECK_BASELINE(before);
}

TEST(every_kind_of_object_can_be_made)
{
    static const kobject_t kinds[] = {
        KOBJECT_FRAME,    KOBJECT_PAGE_TABLE,   KOBJECT_VCPU,
        KOBJECT_TCB,      KOBJECT_CNODE,        KOBJECT_UNTYPED,
        KOBJECT_ENDPOINT, KOBJECT_NOTIFICATION, KOBJECT_PAGE_GLOBAL_DIRECTORY};
    baseline_t before = baseline_take();
    for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
        vka_object_t object;
        CHECK_EQ(vka_alloc_kobject(NULL, kinds[i], 12, &object), 0);
        CHECK(kobject_get_size(kinds[i], 12) != 0);
        CHECK_EQ(kobject_get_size(kinds[i], 12), vka_get_object_size(object.type, 12));
        CHECK(vka_object_paddr(NULL, &object) >= FAKE_RAM_BASE);
        vka_free_object(NULL, &object);
    }
    vka_object_t object;
    CHECK_EQ(vka_alloc_kobject(NULL, KOBJECT_FRAME, 13, &object), -1);
    CHECK_EQ(kobject_get_size(KOBJECT_FRAME, 13), 0);
    CHECK_EQ(vka_alloc_tcb(NULL, &object), 0);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_alloc_vcpu(NULL, &object), 0);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_alloc_vspace_root(NULL, &object), 0);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_alloc_page_table(NULL, &object), 0);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_alloc_cnode_object(NULL, 4, &object), 0);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_alloc_frame_maybe_device(NULL, 12, true, &object), 0);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_alloc_untyped_at(NULL, 12, FAKE_DEVICE_BASE, &object), 0);
    CHECK_EQ(vka_object_paddr(NULL, &object), FAKE_DEVICE_BASE);
    vka_free_object(NULL, &object);
    CHECK_EQ(vka_object_paddr(NULL, NULL), VKA_NO_PADDR);
    CHECK_BASELINE(before);
}

TEST(capabilities_move_and_are_copied)
{
    baseline_t before = baseline_take();
    vka_object_t ep, untyped;
    cspacepath_t source, copy, moved;
    CHECK_EQ(vka_alloc_endpoint(NULL, &ep), 0);
    vka_cspace_make_path(NULL, ep.cptr, &source);
    CHECK_EQ(vka_mint_object(NULL, &ep, &copy, seL4_AllRights, 5), 0);
    CHECK_EQ(vka_cspace_alloc_path(NULL, &moved), 0);
    CHECK_EQ(vka_cnode_move(&moved, &copy), 0);
    CHECK(!fake_slot_used(copy.capPtr));
    CHECK(fake_slot_used(moved.capPtr));
    CHECK_EQ(vka_cnode_delete(&moved), 0);
    vka_cspace_free_path(NULL, moved);
    vka_cspace_free_path(NULL, copy);
    CHECK_EQ(vka_copy_object(NULL, &ep, &copy, seL4_CanRead), 0);
    CHECK_EQ(vka_cnode_delete(&copy), 0);
    CHECK_EQ(vka_copy_object(NULL, NULL, &copy, seL4_CanRead), seL4_InvalidArgument);

    CHECK_EQ(vka_alloc_untyped(NULL, 13, &untyped), 0);
    CHECK_EQ(vka_untyped_retype(&untyped, seL4_EndpointObject, 0, 1, &copy), 0);
    CHECK_EQ(vka_untyped_retype(&untyped, seL4_ObjectTypeCount, 0, 1, &copy), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_delete(&copy), 0);
    vka_cspace_free_path(NULL, copy);
    CHECK_EQ(vka_cnode_move(NULL, &source), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_mutate(&source, NULL, 0), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_rotate(NULL, 0, &source, 0, &source), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_cancelBadgedSends(NULL), seL4_InvalidArgument);
    CHECK_EQ(vka_cnode_saveCaller(NULL), seL4_InvalidArgument);
    vka_free_object(NULL, &untyped);
    vka_free_object(NULL, &ep);
    CHECK_BASELINE(before);
}

TEST(what_is_mapped_is_found_by_its_address)
{
    vspace_t self;
    rs_vspace_handle_init(&self);
    baseline_t before = baseline_take();
    char *pages = vspace_new_pages(&self, seL4_AllRights, 3, 12);
    CHECK(pages != NULL);
    pages[0x2abc] = 9;
    CHECK(vspace_get_cap(&self, pages + 0x2abc) != seL4_CapNull);
    CHECK(vspace_get_cap(&self, pages) != vspace_get_cap(&self, pages + 0x1000));
    CHECK(vspace_get_cookie(&self, pages) != 0);
    CHECK_EQ(vspace_get_cap(&self, pages + 0x3000), seL4_CapNull);
    CHECK_EQ(vspace_get_cookie(&self, pages + 0x3000), 0);
    vspace_unmap_pages(&self, pages, 1, 12, VSPACE_FREE);
    CHECK_EQ(vspace_get_cap(&self, pages), seL4_CapNull);
    vspace_unmap_pages(&self, pages + 0x1000, 2, 12, VSPACE_FREE);
    CHECK_BASELINE(before);

    /* With a large page, and cookies of the caller's. */
    vka_object_t frame;
    uintptr_t cookie = 0x1234;
    CHECK_EQ(vka_alloc_frame(NULL, 21, &frame), 0);
    pages = vspace_map_pages(&self, &frame.cptr, &cookie, seL4_AllRights, 1, 21, 1);
    CHECK(pages != NULL);
    CHECK_EQ(vspace_get_cap(&self, pages + 0x12345), frame.cptr);
    CHECK_EQ(vspace_get_cookie(&self, pages + 0x12345), cookie);
    CHECK(vspace_map_pages(&self, &frame.cptr, NULL, seL4_AllRights, 1, 21, 1) == NULL);
    vspace_unmap_pages(&self, pages, 1, 21, VSPACE_FREE);
    CHECK(fake_slot_used(frame.cptr));
    vka_free_object(NULL, &frame);
    CHECK_BASELINE(before);
}

TEST(pages_go_into_a_reserved_range)
{
    vspace_t self;
    rs_vspace_handle_init(&self);
    baseline_t before = baseline_take();
    void *at;
    reservation_t range = vspace_reserve_range(&self, 0x2001, seL4_AllRights, 1, &at);
    CHECK(range.res != NULL);
    CHECK_EQ(vspace_new_pages_at_vaddr(&self, at, 3, 12, range), 0);
    ((char *)at)[0x2fff] = 1;
    CHECK_EQ(vspace_new_pages_at_vaddr(&self, at, 1, 12, range), -1);
    CHECK_EQ(vspace_new_pages_at_vaddr(&self, (char *)at + 0x1000, 3, 12, range), -1);
    CHECK(vspace_reserve_range_at(&self, at, 0x1000, seL4_AllRights, 1).res == NULL);
    vspace_unmap_pages(&self, at, 3, 12, VSPACE_FREE);
    vspace_free_reservation(&self, range);
    vspace_free_reservation(&self, range);

    vspace_new_pages_config_t config;
    CHECK_EQ(default_vspace_new_pages_config(0, 12, &config), -1);
    CHECK_EQ(default_vspace_new_pages_config(2, 12, &config), 0);
    vspace_new_pages_config_set_vaddr(at, &config);
    vspace_new_pages_config_use_device_ut(true, &config);
    CHECK(vspace_new_pages_with_config(&self, &config, seL4_AllRights) == at);
    CHECK(vspace_new_pages_with_config(&self, &config, seL4_AllRights) == NULL);
    vspace_unmap_pages(&self, at, 2, 12, VSPACE_FREE);
    CHECK_BASELINE(before);

    vka_object_t frame;
    CHECK_EQ(vka_alloc_frame(NULL, 12, &frame), 0);
    range = vspace_reserve_deferred_rights_range_at(&self, at, 0x1000, 1);
    CHECK(range.res != NULL);
    CHECK_EQ(vspace_deferred_rights_map_pages_at_vaddr(&self, &frame.cptr, NULL, at, 1, 12,
                                                       seL4_CanRead, range),
             0);
    CHECK_EQ(vspace_map_pages_at_vaddr(&self, &frame.cptr, NULL, at, 1, 12, range), -1);
    CHECK_EQ(vspace_map_pages_at_vaddr(&self, &frame.cptr, NULL, at, 1, 12, (reservation_t){NULL}),
             -1);
    vspace_unmap_pages(&self, at, 1, 12, VSPACE_PRESERVE);
    vspace_free_reservation_by_vaddr(&self, at);
    vspace_free_reservation_by_vaddr(&self, at);
    vka_free_object(NULL, &frame);
    CHECK_BASELINE(before);
}

static int note_access(void *access_addr, void *vaddr, void *cookie)
{
    (void)access_addr;
    *(char *)cookie = *(char *)vaddr;
    return 42;
}

TEST(pages_are_shared_between_address_spaces)
{
    vspace_t self;
    rs_vspace_handle_init(&self);
    baseline_t before = baseline_take();
    char *pages = vspace_new_pages(&self, seL4_AllRights, 2, 12);
    pages[0x1000] = 'x';
    char *shared = vspace_share_mem(&self, &self, pages, 2, 12, seL4_AllRights, 1);
    CHECK(shared != NULL && shared != pages);
    CHECK_EQ(shared[0x1000], 'x');
    vspace_unmap_pages(&self, shared, 2, 12, VSPACE_FREE);
    CHECK(vspace_share_mem(&self, &self, pages, 3, 12, seL4_AllRights, 1) == NULL);
    CHECK(vspace_share_mem(&self, &self, pages, 0, 12, seL4_AllRights, 1) == NULL);
    char seen = 0;
    CHECK_EQ(vspace_access_page_with_callback(&self, &self, pages + 0x1008, 12, seL4_AllRights, 1,
                                              note_access, &seen),
             42);
    CHECK_EQ(seen, 'x');
    CHECK_EQ(vspace_access_page_with_callback(&self, &self, pages + 0x2000, 12, seL4_AllRights, 1,
                                              note_access, &seen),
             -1);
    vspace_unmap_pages(&self, pages, 2, 12, VSPACE_FREE);

    /* A page of 4 KiB in one of 2 MiB. */
    char *large = vspace_new_pages(&self, seL4_AllRights, 1, 21);
    large[0x5000] = 'y';
    CHECK_EQ(vspace_access_page_with_callback(&self, &self, large + 0x5008, 12, seL4_AllRights, 1,
                                              note_access, &seen),
             42);
    CHECK_EQ(seen, 'y');
    vspace_unmap_pages(&self, large, 1, 21, VSPACE_FREE);
    CHECK_BASELINE(before);
}

TEST(the_boot_environment_is_that_of_the_kernel)
{
    simple_t simple;
    simple_default_init_bootinfo(&simple, platsupport_get_bootinfo());
    const seL4_BootInfo *info = rs_bootinfo();
    CHECK_EQ(sel4runtime_bootinfo(), info);
    CHECK_EQ(simple_get_cnode_size_bits(&simple), info->initThreadCNodeSizeBits);
    CHECK_EQ(simple_get_core_count(&simple), info->numNodes);
    CHECK_EQ(simple_get_irq_ctrl(&simple), seL4_CapIRQControl);
    CHECK_EQ(simple_get_sc(&simple), seL4_CapNull);
    CHECK_EQ(simple_init_cap(&simple, seL4_CapInitThreadTCB), simple_get_tcb(&simple));
    int count = simple_get_untyped_count(&simple);
    CHECK(count > 0);
    size_t bits;
    uintptr_t paddr;
    bool device;
    CHECK_EQ(simple_get_nth_untyped(&simple, 0, &bits, &paddr, &device), info->untyped.start);
    CHECK_EQ(paddr, info->untypedList[0].paddr);
    CHECK_EQ(simple_get_nth_untyped(&simple, count, &bits, &paddr, &device), seL4_CapNull);
    CHECK_EQ(simple_get_nth_untyped(&simple, -1, NULL, NULL, NULL), seL4_CapNull);
    CHECK_EQ(simple_get_nth_userimage(&simple, simple_get_userimage_count(&simple)), seL4_CapNull);
    cspacepath_t path = {0};
    CHECK_EQ(simple_get_frame_cap(&simple, NULL, 12, &path), seL4_FailedLookup);
    CHECK_EQ(simple_get_extended_bootinfo_length(&simple, 0xdead), -1);
    CHECK_EQ(simple_get_extended_bootinfo(&simple, 0xdead, &path, sizeof path), -1);
    simple_print(&simple);
}

TEST(a_client_of_upstream_sets_up_what_stands_already)
{
    simple_t simple;
    vka_t vka;
    vspace_t vspace;
    simple_default_init_bootinfo(&simple, platsupport_get_bootinfo());
    allocman_t *allocman = bootstrap_use_current_simple(&simple, 0, NULL);
    CHECK(allocman != NULL);
    CHECK(bootstrap_use_current_simple(NULL, 0, NULL) == NULL);
    allocman_make_vka(&vka, allocman);
    CHECK_EQ(sel4utils_bootstrap_vspace_with_bootinfo_leaky(&vspace, NULL, simple_get_pd(&simple),
                                                            &vka, NULL),
             0);
    CHECK_EQ(sel4utils_bootstrap_vspace_with_bootinfo_leaky(&vspace, NULL, seL4_CapInitThreadTCB,
                                                            &vka, NULL),
             -1);
    bootstrap_configure_virtual_pool(allocman, NULL, 0, simple_get_pd(&simple));
    CHECK_EQ(platsupport_serial_setup_simple(&vspace, &simple, &vka), 0);
    CHECK_EQ(platsupport_serial_setup_bootinfo_failsafe(), 0);
    vka_object_t ep;
    CHECK_EQ(vka_alloc_endpoint(&vka, &ep), 0);
    vka_free_object(&vka, &ep);
    ZF_LOGE_IFERR(seL4_NoError, "not printed");
    ZF_LOGW_IFERR(seL4_RangeError, "printed with %d", 1);
}

TEST(devices_and_dma_memory_are_mapped)
{
    baseline_t before = baseline_take();
    ps_io_ops_t ops;
    CHECK_EQ(sel4platsupport_new_io_ops(NULL, NULL, NULL, NULL), -1);
    CHECK_EQ(sel4platsupport_new_io_ops(NULL, NULL, NULL, &ops), 0);
    char *device = ps_io_map(&ops.io_mapper, FAKE_DEVICE_BASE + 0x40, 0x1000, 0, PS_MEM_NORMAL);
    CHECK(device != NULL);
    CHECK_EQ((uintptr_t)device & 0xfff, 0x40);
    CHECK(ps_io_map(&ops.io_mapper, FAKE_DEVICE_BASE, 1, 0, PS_MEM_NORMAL) == NULL);
    CHECK(ps_io_map(&ops.io_mapper, FAKE_DEVICE_BASE, 0, 0, PS_MEM_NORMAL) == NULL);
    CHECK(ps_io_map(&ops.io_mapper, UINTPTR_MAX, 2, 0, PS_MEM_NORMAL) == NULL);
    ps_io_unmap(&ops.io_mapper, device, 0x1000);
    ps_io_unmap(&ops.io_mapper, device, 0x1000);

    char *dma = ps_dma_alloc(&ops.dma_manager, 0x5001, 0x4000, 1, PS_MEM_HW);
    CHECK(dma != NULL);
    uintptr_t paddr = ps_dma_pin(&ops.dma_manager, dma, 0x5001);
    CHECK_EQ(paddr & 0x3fff, 0);
    CHECK_EQ(ps_dma_pin(&ops.dma_manager, dma + 0x5123, 1), paddr + 0x5123);
    CHECK_EQ(ps_dma_pin(&ops.dma_manager, dma + 0x5fff, 2), 0);
    memset(dma, 1, 0x5001);
    ps_dma_cache_clean(&ops.dma_manager, dma + 0xff0, 0x2000);
    ps_dma_cache_invalidate(&ops.dma_manager, dma, 0x1000);
    ps_dma_cache_clean_invalidate(&ops.dma_manager, dma, 0x5001);
    ps_dma_unpin(&ops.dma_manager, dma, 0x5001);
    ps_dma_free(&ops.dma_manager, dma, 0x5001);
    CHECK(ps_dma_alloc(&ops.dma_manager, 0, 1, 1, PS_MEM_NORMAL) == NULL);
    CHECK(ps_dma_alloc(&ops.dma_manager, 1, 3, 1, PS_MEM_NORMAL) == NULL);
    CHECK(ps_dma_alloc(&ops.dma_manager, SIZE_MAX, 1, 1, PS_MEM_NORMAL) == NULL);
    CHECK_BASELINE(before);
}

TEST(members_that_are_not_there_answer_so)
{
    ps_io_ops_t ops = {0};
    void *memory = NULL;
    uint32_t value;
    CHECK(ps_io_map(&ops.io_mapper, 0, 1, 0, PS_MEM_NORMAL) == NULL);
    ps_io_unmap(&ops.io_mapper, NULL, 1);
    CHECK_EQ(ps_io_port_in(&ops.io_port_ops, 0, 1, &value), -1);
    CHECK_EQ(ps_io_port_out(&ops.io_port_ops, 0, 1, 0), -1);
    CHECK(ps_dma_alloc(&ops.dma_manager, 1, 1, 0, PS_MEM_NORMAL) == NULL);
    CHECK_EQ(ps_dma_pin(&ops.dma_manager, NULL, 1), 0);
    ps_dma_free(&ops.dma_manager, NULL, 1);
    ps_dma_unpin(&ops.dma_manager, NULL, 1);
    ps_dma_cache_clean(&ops.dma_manager, NULL, 1);
    CHECK_EQ(ps_malloc(&ops.malloc_ops, 1, &memory), ENOSYS);
    CHECK_EQ(ps_calloc(NULL, 1, 1, &memory), EINVAL);
    CHECK_EQ(ps_free(&ops.malloc_ops, 1, &memory), ENOSYS);
    CHECK(ps_io_fdt_get(&ops.io_fdt) == NULL);

    CHECK_EQ(ps_new_stdlib_malloc_ops(NULL), EINVAL);
    CHECK_EQ(ps_new_stdlib_malloc_ops(&ops.malloc_ops), 0);
    CHECK_EQ(ps_malloc(&ops.malloc_ops, 0, &memory), 0);
    CHECK(memory == NULL);
    CHECK_EQ(ps_calloc(&ops.malloc_ops, 3, 5, &memory), 0);
    CHECK_EQ(((char *)memory)[14], 0);
    CHECK_EQ(ps_free(&ops.malloc_ops, 15, memory), 0);
    CHECK_EQ(ps_malloc(&ops.malloc_ops, 4, &memory), 0);
    CHECK_EQ(ps_free(&ops.malloc_ops, 4, memory), 0);
}

TEST(a_page_is_not_mapped_in_part_when_something_fails)
{
    vspace_t self;
    rs_vspace_handle_init(&self);
    baseline_t before = baseline_take();
    vka_object_t frames[2];
    seL4_CPtr caps[3];
    for (unsigned i = 0; i < 2; i++) {
        CHECK_EQ(vka_alloc_frame(NULL, 12, &frames[i]), 0);
        caps[i] = frames[i].cptr;
    }
    caps[2] = frames[0].cptr; /* mapped by then */
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 3, 12, 1) == NULL);
    void *at = vspace_map_pages(&self, caps, NULL, seL4_AllRights, 2, 12, 1);
    CHECK(at != NULL);
    vspace_unmap_pages(&self, at, 2, 12, VSPACE_PRESERVE);
    vka_free_object(NULL, &frames[0]);
    vka_free_object(NULL, &frames[1]);
    CHECK_BASELINE(before);
}

static int note_class(vm_vcpu_t *vcpu, uint32_t hsr)
{
    (void)vcpu;
    return (int)(hsr >> 26);
}

TEST(a_vcpu_is_made_as_upstreams_platform_support_does)
{
    vm_t vm = {0};
    vka_object_t endpoint;
    CHECK_EQ(vka_alloc_endpoint(NULL, &endpoint), 0);
    CHECK_EQ(vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, endpoint.cptr, "client"), 0);
    CHECK_EQ(register_arm_vcpu_exception_handler(64, note_class), -1);
    CHECK_EQ(vmm_handle_arm_vcpu_exception(NULL, 0x3fu << 26, NULL), -1);
    CHECK_EQ(register_arm_vcpu_exception_handler(0x3f, note_class), 0);
    CHECK_EQ(vmm_handle_arm_vcpu_exception(NULL, 0x3fu << 26, NULL), 0x3f);
    CHECK_EQ(register_arm_vcpu_exception_handler(0x3f, NULL), 0);
    CHECK_EQ(vmm_handle_arm_vcpu_exception(NULL, 0x3fu << 26, NULL), -1);
    CHECK(create_vmm_plat_vcpu(NULL, 1) == NULL);
    vm_vcpu_t *vcpu = create_vmm_plat_vcpu(&vm, 1);
    CHECK(vcpu != NULL);
    CHECK_EQ(vcpu_set_bootargs(NULL, 0, 0, 0), -1);
    CHECK_EQ(vcpu_set_bootargs(vcpu, 0x40080000, 0, 0x48000000), 0);
    seL4_UserContext registers;
    CHECK_EQ(vm_get_thread_context(vcpu, &registers), 0);
    CHECK_EQ(registers.pc, 0x40080000);
    CHECK_EQ(registers.x0, 0x48000000);
    CHECK_EQ(registers.spsr & 0xf, 5); /* EL1 with SP_EL1 */
    CHECK_EQ(vm_destroy(&vm), 0);
    vka_free_object(NULL, &endpoint);
}
