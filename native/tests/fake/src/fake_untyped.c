/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Untyped memory. */
#include "fake_internal.h"

typedef struct kind {
    object_type_t type;
    seL4_Word bits; /* of the memory; 0: as asked for */
} kind_t;

static bool describe(seL4_Word type, seL4_Word size_bits, kind_t *kind)
{
    switch (type) {
    case seL4_UntypedObject:
        *kind = (kind_t){OBJECT_UNTYPED, size_bits};
        return size_bits >= seL4_MinUntypedBits && size_bits <= seL4_MaxUntypedBits;
    case seL4_CapTableObject:
        *kind = (kind_t){OBJECT_CNODE, size_bits + seL4_SlotBits};
        return size_bits >= 1 && size_bits <= 20;
    case seL4_TCBObject:
        *kind = (kind_t){OBJECT_TCB, seL4_TCBBits};
        return true;
    case seL4_EndpointObject:
        *kind = (kind_t){OBJECT_ENDPOINT, seL4_EndpointBits};
        return true;
    case seL4_NotificationObject:
        *kind = (kind_t){OBJECT_NOTIFICATION, seL4_NotificationBits};
        return true;
    case seL4_ARM_SmallPageObject:
        *kind = (kind_t){OBJECT_FRAME, seL4_PageBits};
        return true;
    case seL4_ARM_LargePageObject:
        *kind = (kind_t){OBJECT_FRAME, seL4_LargePageBits};
        return true;
    case seL4_ARM_HugePageObject:
        *kind = (kind_t){OBJECT_FRAME, seL4_HugePageBits};
        return true;
    case seL4_ARM_PageTableObject:
        *kind = (kind_t){OBJECT_TABLE, seL4_PageTableBits};
        return true;
    case seL4_ARM_VSpaceObject:
        *kind = (kind_t){OBJECT_VSPACE, seL4_VSpaceBits};
        return true;
    case seL4_ARM_VCPUObject:
        *kind = (kind_t){OBJECT_VCPU, seL4_VCPUBits};
        return true;
    default:
        return false;
    }
}

seL4_Error untyped_retype(kslot_t *untyped, const seL4_Word *mr, kslot_t *root)
{
    fake_object_t *memory = untyped->object;
    kind_t kind;
    if (!describe(mr[0], mr[1], &kind)) {
        return seL4_InvalidArgument;
    }
    if (root == NULL || root->object == NULL || root->object->type != OBJECT_CNODE) {
        return seL4_InvalidCapability;
    }
    if (mr[5] < 1 || mr[5] > CONFIG_RETYPE_FAN_OUT_LIMIT) {
        return seL4_RangeError;
    }
    if (memory->device && kind.type != OBJECT_UNTYPED && kind.type != OBJECT_FRAME) {
        return seL4_InvalidArgument;
    }
    for (seL4_Word i = 0; i < mr[5]; i++) {
        const kslot_t *slot =
            slot_lookup(root->object, mr[4] + i,
                        root->object == fake_root_cnode ? seL4_WordBits : root->object->radix);
        if (slot == NULL) {
            return seL4_RangeError;
        }
        if (slot->object != NULL) {
            return seL4_DeleteFirst;
        }
    }
    if (untyped->child == NULL) {
        memory->watermark = memory->paddr;
    }
    uintptr_t size = 1ul << kind.bits;
    uintptr_t start = (memory->watermark + size - 1) & ~(size - 1);
    uintptr_t end = memory->paddr + (1ul << memory->bits);
    if (start >= end || mr[5] > (end - start) >> kind.bits) {
        return seL4_NotEnoughMemory;
    }
    for (seL4_Word i = 0; i < mr[5]; i++) {
        if (kind.type == OBJECT_FRAME && !memory->device) {
            memory_zero(start, (unsigned)kind.bits);
        }
        slot_fill(&root->object->slots[mr[4] + i],
                  object_new(kind.type, (unsigned)kind.bits, start, memory->device), 0xf, 0,
                  untyped);
        start += size;
    }
    memory->watermark = start;
    return seL4_NoError;
}
