/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Capability slots and objects. */
#include <stdlib.h>

#include "fake_internal.h"

fake_object_t *fake_root_cnode;
fake_counts_t fake_count;

fake_object_t *object_new(object_type_t type, unsigned bits, uintptr_t paddr, bool device)
{
    fake_object_t *object = calloc(1, sizeof(*object));
    object->type = type;
    object->bits = bits;
    object->paddr = paddr;
    object->device = device;
    object->watermark = paddr;
    if (type == OBJECT_VSPACE) {
        object->maps = calloc(MAP_BUCKETS, sizeof(*object->maps));
    } else if (type == OBJECT_TCB) {
        object->thread = calloc(1, sizeof(*object->thread));
    } else if (type == OBJECT_VCPU) {
        object->vcpu = calloc(1, sizeof(*object->vcpu));
        gicv_reset(object->vcpu);
    } else if (type == OBJECT_CNODE) {
        object->radix = bits - seL4_SlotBits;
        object->slots = calloc(1ul << object->radix, sizeof(*object->slots));
    }
    fake_count.objects++;
    return object;
}

static void forget_mappings(fake_object_t *vspace)
{
    for (unsigned i = 0; i < MAP_BUCKETS; i++) {
        while (vspace->maps[i] != NULL) {
            kslot_t *slot = vspace->maps[i];
            if (slot->object->type == OBJECT_FRAME) {
                page_unmap(slot);
            } else {
                table_unmap(slot);
            }
        }
    }
}

void object_free(fake_object_t *object)
{
    object_unbind(object);
    if (object->type == OBJECT_VSPACE) {
        forget_mappings(object);
        free(object->maps);
    } else if (object->type == OBJECT_CNODE) {
        for (seL4_Word i = 0; i < 1ul << object->radix; i++) {
            slot_delete(&object->slots[i]);
        }
        free(object->slots);
    } else if (object->type == OBJECT_TCB) {
        if (object->thread->vcpu != NULL) {
            object->thread->vcpu->vcpu->thread = NULL;
        }
        free(object->thread);
    } else if (object->type == OBJECT_VCPU) {
        if (object->vcpu->thread != NULL) {
            object->vcpu->thread->thread->vcpu = NULL;
        }
        gicv_forget(object->vcpu);
        free(object->vcpu);
    }
    fake_count.objects--;
    free(object);
}

kslot_t *slot_lookup(fake_object_t *cnode, seL4_Word index, seL4_Word depth)
{
    if (cnode == NULL || cnode->type != OBJECT_CNODE || index >= 1ul << cnode->radix) {
        return NULL;
    }
    /* The root CNode's guard takes the rest of a word; the guards of others are empty. */
    seL4_Word expected = cnode == fake_root_cnode ? seL4_WordBits : cnode->radix;
    return depth == expected ? &cnode->slots[index] : NULL;
}

kslot_t *root_slot(seL4_CPtr cptr)
{
    return slot_lookup(fake_root_cnode, cptr, seL4_WordBits);
}

static void link_child(kslot_t *parent, kslot_t *slot)
{
    slot->parent = parent;
    slot->prev = NULL;
    slot->next = parent == NULL ? NULL : parent->child;
    if (slot->next != NULL) {
        slot->next->prev = slot;
    }
    if (parent != NULL) {
        parent->child = slot;
    }
}

static void unlink_child(kslot_t *slot)
{
    if (slot->prev != NULL) {
        slot->prev->next = slot->next;
    } else if (slot->parent != NULL) {
        slot->parent->child = slot->next;
    }
    if (slot->next != NULL) {
        slot->next->prev = slot->prev;
    }
}

void slot_fill(kslot_t *slot, fake_object_t *object, seL4_Word rights, seL4_Word badge,
               kslot_t *parent)
{
    *slot = (kslot_t){.object = object, .rights = rights, .badge = badge};
    object->references++;
    fake_count.capabilities++;
    link_child(parent, slot);
}

void slot_delete(kslot_t *slot)
{
    fake_object_t *object = slot->object;
    if (object == NULL) {
        return;
    }
    if (slot->vspace != NULL) {
        if (object->type == OBJECT_FRAME) {
            page_unmap(slot);
        } else {
            table_unmap(slot);
        }
    }
    /* Children move up: they stay derived from what this one was derived from. */
    kslot_t *parent = slot->parent;
    unlink_child(slot);
    while (slot->child != NULL) {
        kslot_t *child = slot->child;
        unlink_child(child);
        link_child(parent, child);
    }
    *slot = (kslot_t){0};
    fake_count.capabilities--;
    if (--object->references == 0) {
        object_free(object);
    }
}

void slot_move(kslot_t *dest, kslot_t *source)
{
    *dest = (kslot_t){.object = source->object, .rights = source->rights, .badge = source->badge};
    link_child(source->parent, dest);
    unlink_child(source);
    while (source->child != NULL) {
        kslot_t *child = source->child;
        unlink_child(child);
        link_child(dest, child);
    }
    *source = (kslot_t){0};
}

void slot_revoke(kslot_t *slot)
{
    while (slot->child != NULL) {
        slot_revoke(slot->child);
        slot_delete(slot->child);
    }
}

bool fake_slot_used(seL4_CPtr cptr)
{
    const kslot_t *slot = root_slot(cptr);
    return slot != NULL && slot->object != NULL;
}

fake_counts_t fake_counts(void)
{
    return fake_count;
}
