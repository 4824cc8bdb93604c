/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* vka_t: slots and objects of the root server. */
#include <rootserver/objects.h>
#include <rootserver/slots.h>

#include <vka/vka.h>

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

/* The capability moves to the caller's slot; the allocator's becomes free. */
static int place(seL4_Error error, rs_object_t *object, const cspacepath_t *dest, seL4_Word *cookie)
{
    if (error != seL4_NoError) {
        return -1;
    }
    if (seL4_CNode_Move(dest->root, dest->capPtr, (seL4_Uint8)dest->capDepth,
                        seL4_CapInitThreadCNode, object->cptr, seL4_WordBits) != seL4_NoError) {
        rs_object_free(object);
        return -1;
    }
    rs_slot_free(object->cptr);
    *cookie = (seL4_Word)object->block;
    return 0;
}

int vka_utspace_alloc(vka_t *vka, const cspacepath_t *dest, seL4_Word type, seL4_Word size_bits,
                      seL4_Word *res)
{
    (void)vka;
    rs_object_t object;
    return dest == NULL || res == NULL
               ? -1
               : place(rs_object_alloc(type, size_bits, &object), &object, dest, res);
}

int vka_utspace_alloc_maybe_device(vka_t *vka, const cspacepath_t *dest, seL4_Word type,
                                   seL4_Word size_bits, bool can_use_dev, seL4_Word *res)
{
    (void)can_use_dev;
    return vka_utspace_alloc(vka, dest, type, size_bits, res);
}

int vka_utspace_alloc_at(vka_t *vka, const cspacepath_t *dest, seL4_Word type, seL4_Word size_bits,
                         uintptr_t paddr, seL4_Word *cookie)
{
    (void)vka;
    rs_object_t object;
    return dest == NULL || cookie == NULL
               ? -1
               : place(rs_object_alloc_at(type, size_bits, paddr, &object), &object, dest, cookie);
}

void vka_utspace_free(vka_t *vka, seL4_Word type, seL4_Word size_bits, seL4_Word target)
{
    (void)vka;
    (void)type;
    (void)size_bits;
    rs_object_free_block((void *)target);
}

uintptr_t vka_utspace_paddr(vka_t *vka, seL4_Word target, seL4_Word type, seL4_Word size_bits)
{
    (void)vka;
    (void)type;
    (void)size_bits;
    return target == 0 ? VKA_NO_PADDR : rs_object_block_address((const void *)target);
}
