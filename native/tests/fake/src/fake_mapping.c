/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* VSpaces: frames and translation tables of four levels, of which the first is the VSpace itself.
 */
#include "fake_internal.h"

#define TOP_BITS 39 /* the VSpace's entries cover 512 GiB */

static kslot_t **bucket(fake_object_t *vspace, uintptr_t base, unsigned bits)
{
    uintptr_t hash = (base >> bits) * 31 + bits;
    return &vspace->maps[hash % MAP_BUCKETS];
}

static kslot_t *find(fake_object_t *vspace, object_type_t type, uintptr_t vaddr, unsigned bits)
{
    uintptr_t base = vaddr >> bits << bits;
    for (kslot_t *slot = *bucket(vspace, base, bits); slot != NULL; slot = slot->map_next) {
        unsigned covers = type == OBJECT_TABLE ? slot->table_bits : slot->object->bits;
        if (slot->object->type == type && slot->vaddr == base && covers == bits) {
            return slot;
        }
    }
    return NULL;
}

static void enter(kslot_t *slot, fake_object_t *vspace, uintptr_t base, unsigned bits)
{
    kslot_t **head = bucket(vspace, base, bits);
    slot->vspace = vspace;
    slot->vaddr = base;
    slot->map_next = *head;
    *head = slot;
}

static void leave(kslot_t *slot, unsigned bits)
{
    kslot_t **link = bucket(slot->vspace, slot->vaddr, bits);
    while (*link != slot) {
        link = &(*link)->map_next;
    }
    *link = slot->map_next;
    slot->vspace = NULL;
}

static const unsigned levels[] = {TOP_BITS, seL4_HugePageBits, seL4_LargePageBits};

/* The largest table that is missing on the way to an entry of 2^bits; 0 when none is. */
static unsigned missing(fake_object_t *vspace, uintptr_t vaddr, unsigned bits)
{
    for (unsigned i = 0; i < 3 && levels[i] > bits; i++) {
        if (find(vspace, OBJECT_TABLE, vaddr, levels[i]) == NULL) {
            return levels[i];
        }
    }
    return 0;
}

/* true when something of another size lies where an entry of 2^bits would go. */
static bool taken(fake_object_t *vspace, uintptr_t vaddr, unsigned bits)
{
    if (find(vspace, OBJECT_FRAME, vaddr, seL4_HugePageBits) != NULL ||
        (bits <= seL4_LargePageBits &&
         find(vspace, OBJECT_FRAME, vaddr, seL4_LargePageBits) != NULL) ||
        (bits <= seL4_PageBits && find(vspace, OBJECT_FRAME, vaddr, seL4_PageBits) != NULL)) {
        return true;
    }
    return bits > seL4_PageBits && find(vspace, OBJECT_TABLE, vaddr, bits) != NULL;
}

static bool usable(const fake_object_t *vspace)
{
    return vspace != NULL && vspace->type == OBJECT_VSPACE && vspace->has_asid;
}

static seL4_Error reflect(kslot_t *frame, seL4_Word rights, seL4_Word attributes)
{
    frame->map_write = (rights & 1) != 0 && (frame->rights & 1) != 0;
    frame->map_read = (rights & 2) != 0 && (frame->rights & 2) != 0;
    frame->attributes = attributes;
    if (frame->vspace->is_self &&
        !memory_map(frame->vaddr, frame->object->paddr, frame->object->bits, frame->map_write)) {
        return seL4_InvalidArgument;
    }
    return seL4_NoError;
}

seL4_Error page_map(kslot_t *frame, fake_object_t *vspace, seL4_Word *mr)
{
    uintptr_t vaddr = mr[0];
    unsigned bits = frame->object->bits;
    fake_count.page_map_calls++;
    if (!usable(vspace)) {
        return seL4_InvalidCapability;
    }
    if ((vaddr & ((1ul << bits) - 1)) != 0) {
        return seL4_AlignmentError;
    }
    if (vaddr + (1ul << bits) - 1 > seL4_UserTop) {
        return seL4_InvalidArgument;
    }
    if (frame->vspace != NULL) {
        if (frame->vspace != vspace) {
            return seL4_InvalidCapability;
        }
        return frame->vaddr == vaddr ? reflect(frame, mr[1], mr[2]) : seL4_InvalidArgument;
    }
    unsigned level = missing(vspace, vaddr, bits);
    if (level != 0) {
        mr[SEL4_MAPPING_LOOKUP_LEVEL] = level;
        return seL4_FailedLookup;
    }
    if (taken(vspace, vaddr, bits)) {
        return seL4_DeleteFirst;
    }
    enter(frame, vspace, vaddr, bits);
    fake_count.mapped_frames++;
    return reflect(frame, mr[1], mr[2]);
}

void page_unmap(kslot_t *frame)
{
    if (frame->vspace == NULL) {
        return;
    }
    if (frame->vspace->is_self) {
        memory_unmap(frame->vaddr, frame->object->bits);
    }
    leave(frame, frame->object->bits);
    fake_count.mapped_frames--;
}

/* Cache maintenance: there is no cache, so it only counts. */
seL4_Error page_maintain(const kslot_t *frame, seL4_Word label, const seL4_Word *mr)
{
    if (frame->vspace == NULL) {
        return seL4_IllegalOperation;
    }
    if (mr[0] >= mr[1] || mr[1] > 1ul << frame->object->bits) {
        return seL4_InvalidArgument;
    }
    if (label == ARMPageCleanInvalidate_Data) {
        fake_count.cleaned_bytes += mr[1] - mr[0];
    } else if (label == ARMPageUnify_Instruction) {
        fake_count.unified_bytes += mr[1] - mr[0];
    }
    return seL4_NoError;
}

seL4_Error table_map(kslot_t *table, fake_object_t *vspace, const seL4_Word *mr)
{
    if (table->vspace != NULL || !usable(vspace)) {
        return seL4_InvalidCapability;
    }
    if (mr[0] > seL4_UserTop) {
        return seL4_InvalidArgument;
    }
    unsigned level = missing(vspace, mr[0], seL4_PageBits);
    if (level == 0 || taken(vspace, mr[0], level)) {
        return seL4_DeleteFirst;
    }
    table->table_bits = level;
    enter(table, vspace, mr[0] >> level << level, level);
    fake_count.mapped_tables++;
    return seL4_NoError;
}

void table_unmap(kslot_t *table)
{
    if (table->vspace == NULL) {
        return;
    }
    leave(table, table->table_bits);
    fake_count.mapped_tables--;
}

fake_translation_t fake_translate(seL4_CPtr vspace, uintptr_t vaddr)
{
    static const unsigned sizes[] = {seL4_HugePageBits, seL4_LargePageBits, seL4_PageBits};
    fake_translation_t result = {0};
    const kslot_t *root = root_slot(vspace);
    if (root == NULL || root->object == NULL || root->object->type != OBJECT_VSPACE) {
        return result;
    }
    for (unsigned i = 0; i < 3; i++) {
        const kslot_t *frame = find(root->object, OBJECT_FRAME, vaddr, sizes[i]);
        if (frame != NULL && missing(root->object, vaddr, sizes[i]) == 0) {
            result.mapped = true;
            result.bits = sizes[i];
            result.read = frame->map_read;
            result.write = frame->map_write;
            result.attributes = frame->attributes;
            result.paddr = frame->object->paddr + (vaddr - frame->vaddr);
        }
    }
    return result;
}
