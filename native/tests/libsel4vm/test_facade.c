/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

#include <simple/simple.h>
#include <vka/object.h>
#include <vspace/vspace.h>

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
    vspace_unmap_pages(&self, caps, at, 3, 12);
    at = vspace_map_pages(NULL, caps, NULL, seL4_AllRights, 2, 12, 0);
    CHECK(at != NULL);
    vspace_unmap_pages(NULL, caps, at, 2, 12);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 4, 12, 1) == NULL);
    CHECK(vspace_map_pages(&self, NULL, NULL, seL4_AllRights, 1, 12, 1) == NULL);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 0, 12, 1) == NULL);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, 1, 64, 1) == NULL);
    CHECK(vspace_map_pages(&self, caps, NULL, seL4_AllRights, SIZE_MAX / 0x1000, 12, 1) == NULL);
    vspace_unmap_pages(&self, NULL, at, 1, 12);
    vspace_unmap_pages(&self, caps, NULL, 1, 12);
    CHECK_BASELINE(before);
    vm_t *vm = memory_vm();
    CHECK(vspace_map_pages(&vm->mem.vm_vspace, caps, NULL, seL4_AllRights, 1, 12, 1) == NULL);
    memory_vm_free(vm);
    for (unsigned i = 0; i < 3; i++) {
        vka_free_object(NULL, &frames[i]);
    }
}
