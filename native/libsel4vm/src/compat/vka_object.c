/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* vka_object_t: kernel objects with their memory. */
#include <rootserver/objects.h>

#include <vka/object.h>

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

int vka_alloc_frame_maybe_device(vka_t *vka, seL4_Word size_bits, bool can_use_dev,
                                 vka_object_t *result)
{
    (void)can_use_dev;
    return vka_alloc_frame(vka, size_bits, result);
}

int vka_alloc_object_at_maybe_dev(vka_t *vka, seL4_Word type, seL4_Word size_bits, uintptr_t paddr,
                                  bool can_use_dev, vka_object_t *result)
{
    (void)can_use_dev;
    return paddr == VKA_NO_PADDR ? vka_alloc_object(vka, type, size_bits, result)
                                 : vka_alloc_object_at(vka, type, size_bits, paddr, result);
}

seL4_CPtr vka_alloc_object_leaky(vka_t *vka, seL4_Word type, seL4_Word size_bits)
{
    vka_object_t object;
    return vka_alloc_object(vka, type, size_bits, &object) == 0 ? object.cptr : seL4_CapNull;
}

uintptr_t vka_object_paddr(vka_t *vka, vka_object_t *object)
{
    return object == NULL ? VKA_NO_PADDR
                          : vka_utspace_paddr(vka, object->ut, object->type, object->size_bits);
}

seL4_Word vka_get_object_size(seL4_Word type, seL4_Word size_bits)
{
    return rs_object_memory_bits(type, size_bits);
}

int vka_alloc_untyped(vka_t *vka, seL4_Word size_bits, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_UntypedObject, size_bits, result);
}

int vka_alloc_untyped_at(vka_t *vka, seL4_Word size_bits, uintptr_t paddr, vka_object_t *result)
{
    return vka_alloc_object_at(vka, seL4_UntypedObject, size_bits, paddr, result);
}

int vka_alloc_tcb(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_TCBObject, seL4_TCBBits, result);
}

int vka_alloc_endpoint(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_EndpointObject, seL4_EndpointBits, result);
}

int vka_alloc_notification(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_NotificationObject, seL4_NotificationBits, result);
}

int vka_alloc_cnode_object(vka_t *vka, seL4_Word slot_bits, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_CapTableObject, slot_bits, result);
}

int vka_alloc_page_table(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_ARM_PageTableObject, seL4_PageTableBits, result);
}

int vka_alloc_vspace_root(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_ARM_VSpaceObject, seL4_VSpaceBits, result);
}

int vka_alloc_vcpu(vka_t *vka, vka_object_t *result)
{
    return vka_alloc_object(vka, seL4_ARM_VCPUObject, seL4_VCPUBits, result);
}

int vka_alloc_kobject(vka_t *vka, kobject_t type, seL4_Word size_bits, vka_object_t *result)
{
    return vka_alloc_object(vka, kobject_get_type(type, size_bits), size_bits, result);
}

seL4_Word kobject_get_type(kobject_t type, seL4_Word size_bits)
{
    switch (type) {
    case KOBJECT_FRAME:
        return rs_frame_type(size_bits);
    case KOBJECT_PAGE_TABLE:
        return seL4_ARM_PageTableObject;
    case KOBJECT_PAGE_GLOBAL_DIRECTORY:
        return seL4_ARM_VSpaceObject;
    case KOBJECT_VCPU:
        return seL4_ARM_VCPUObject;
    case KOBJECT_TCB:
        return seL4_TCBObject;
    case KOBJECT_CNODE:
        return seL4_CapTableObject;
    case KOBJECT_UNTYPED:
        return seL4_UntypedObject;
    case KOBJECT_ENDPOINT:
        return seL4_EndpointObject;
    case KOBJECT_NOTIFICATION:
        return seL4_NotificationObject;
    default:
        return seL4_ObjectTypeCount;
    }
}

seL4_Word kobject_get_size(kobject_t type, seL4_Word size_bits)
{
    return rs_object_memory_bits(kobject_get_type(type, size_bits), size_bits);
}
