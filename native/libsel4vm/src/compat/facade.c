/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The handles of upstream's support libraries, over the root server. */
#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/vspace.h>

#include <simple/simple.h>
#include <vka/object.h>
#include <vspace/vspace.h>

void rs_vka_init(vka_t *vka)
{
    if (vka != NULL) {
        *vka = (vka_t){0};
    }
}

int vka_cspace_alloc(vka_t *vka, seL4_CPtr *res)
{
    (void)vka;
    if (res == NULL) {
        return -1;
    }
    *res = rs_slot_alloc();
    return *res == seL4_CapNull ? -1 : 0;
}

void vka_cspace_free(vka_t *vka, seL4_CPtr slot)
{
    (void)vka;
    rs_slot_free(slot);
}

void vka_cspace_make_path(vka_t *vka, seL4_CPtr slot, cspacepath_t *res)
{
    (void)vka;
    if (res != NULL) {
        *res = (cspacepath_t){.capPtr = slot,
                              .capDepth = seL4_WordBits,
                              .root = seL4_CapInitThreadCNode,
                              .offset = slot,
                              .window = 1};
    }
}

int vka_cspace_alloc_path(vka_t *vka, cspacepath_t *res)
{
    seL4_CPtr slot;
    if (res == NULL || vka_cspace_alloc(vka, &slot) != 0) {
        return -1;
    }
    vka_cspace_make_path(vka, slot, res);
    return 0;
}

void vka_cspace_free_path(vka_t *vka, cspacepath_t path)
{
    vka_cspace_free(vka, path.capPtr);
}

int vka_cnode_copy(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights)
{
    if (dest == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Copy(dest->root, dest->capPtr, (seL4_Uint8)dest->capDepth, src->root,
                                src->capPtr, (seL4_Uint8)src->capDepth, rights);
}

int vka_cnode_mint(const cspacepath_t *dest, const cspacepath_t *src, seL4_CapRights_t rights,
                   seL4_Word badge)
{
    if (dest == NULL || src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Mint(dest->root, dest->capPtr, (seL4_Uint8)dest->capDepth, src->root,
                                src->capPtr, (seL4_Uint8)src->capDepth, rights, badge);
}

int vka_cnode_delete(const cspacepath_t *src)
{
    if (src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Delete(src->root, src->capPtr, (seL4_Uint8)src->capDepth);
}

int vka_cnode_revoke(const cspacepath_t *src)
{
    if (src == NULL) {
        return seL4_InvalidArgument;
    }
    return (int)seL4_CNode_Revoke(src->root, src->capPtr, (seL4_Uint8)src->capDepth);
}

static int finish(seL4_Error error, const rs_object_t *object, vka_object_t *result)
{
    *result = (vka_object_t){0};
    if (error != seL4_NoError) {
        return -1;
    }
    *result =
        (vka_object_t){object->cptr, (seL4_Word)object->block, object->type, object->size_bits};
    return 0;
}

int vka_alloc_object(vka_t *vka, seL4_Word type, seL4_Word size_bits, vka_object_t *result)
{
    (void)vka;
    rs_object_t object;
    return result == NULL ? -1 : finish(rs_object_alloc(type, size_bits, &object), &object, result);
}

int vka_alloc_object_at(vka_t *vka, seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                        vka_object_t *result)
{
    (void)vka;
    rs_object_t object;
    return result == NULL
               ? -1
               : finish(rs_object_alloc_at(type, size_bits, paddr, &object), &object, result);
}

void vka_free_object(vka_t *vka, vka_object_t *object)
{
    (void)vka;
    if (object == NULL) {
        return;
    }
    rs_object_t memory = {object->cptr, object->type, object->size_bits, 0, (void *)object->ut};
    rs_object_free(&memory);
    *object = (vka_object_t){0};
}

int vka_alloc_frame(vka_t *vka, seL4_Word size_bits, vka_object_t *result)
{
    return vka_alloc_object(vka, rs_frame_type(size_bits), size_bits, result);
}

int vka_alloc_frame_at(vka_t *vka, seL4_Word size_bits, uintptr_t paddr, vka_object_t *result)
{
    return vka_alloc_object_at(vka, rs_frame_type(size_bits), size_bits, paddr, result);
}

int vka_alloc_endpoint(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_EndpointObject, seL4_EndpointBits, result);
}

int vka_alloc_notification(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_NotificationObject, seL4_NotificationBits, result);
}

void rs_simple_init(simple_t *simple)
{
    if (simple != NULL) {
        *simple = (simple_t){0};
    }
}

seL4_CPtr simple_get_cnode(simple_t *simple)
{
    (void)simple;
    return seL4_CapInitThreadCNode;
}

seL4_CPtr simple_get_pd(simple_t *simple)
{
    (void)simple;
    return seL4_CapInitThreadVSpace;
}

seL4_CPtr simple_get_tcb(simple_t *simple)
{
    (void)simple;
    return seL4_CapInitThreadTCB;
}

seL4_CPtr simple_get_asid_pool(simple_t *simple)
{
    (void)simple;
    return seL4_CapInitThreadASIDPool;
}
