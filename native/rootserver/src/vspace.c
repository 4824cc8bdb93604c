/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "vspace_internal.h"

#include "objects_internal.h"
#include "park.h"
#include "records.h"

#include <rootserver/slots.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>
#include <sel4/arch/mapping.h>
#include <string.h>

/* A table of 2^9 entries covers 2^9 times what one of its entries does. The smallest covers 2^21.
 */
#define LEVEL_BITS      seL4_PageTableIndexBits
#define LEAF_TABLE_BITS (seL4_PageBits + LEVEL_BITS)

#define FRAME_BUCKETS   8192u

static rs_vspace_t self;
static rs_mutex_t lock;

/* Mapped frames of all VSpaces: the kernel itself maps over a frame without a word. */
static uint32_t frame_buckets[FRAME_BUCKETS];
static uint32_t next_id;
static uint64_t map_calls;

static uint64_t base_of(uint64_t address, unsigned bits)
{
    return address & ~(((uint64_t)1 << bits) - 1);
}

static uint32_t *bucket_of(rs_vspace_t *vspace, uint64_t base, unsigned bits)
{
    uint64_t hash = (base >> LEAF_TABLE_BITS) * 31 + bits;
    return &vspace->buckets[(hash ^ hash >> 6) % RS_VSPACE_BUCKETS];
}

/* The table of ours that covers 2^bits bytes around address; NULL when there is none or the kernel
 * made it at start-up. */
static rs_record_t *find_table(rs_vspace_t *vspace, uint64_t address, unsigned bits)
{
    uint64_t base = base_of(address, bits);
    for (uint32_t slot = *bucket_of(vspace, base, bits); slot != 0; slot = rs_records[slot].next) {
        rs_record_t *table = &rs_records[slot];
        if (table->address == base && table->bits == bits) {
            return table;
        }
    }
    return NULL;
}

static void count_entry(rs_vspace_t *vspace, uint64_t address, unsigned table_bits, int change)
{
    rs_record_t *table = find_table(vspace, address, table_bits);
    if (table != NULL) {
        table->live = (uint16_t)(table->live + change);
    }
}

static seL4_Error add_table(rs_vspace_t *vspace, uint64_t address, unsigned bits)
{
    rs_object_t object;
    seL4_Error error = rs_object_alloc(seL4_ARM_PageTableObject, 0, &object);
    if (error != seL4_NoError) {
        return error;
    }
    uint64_t base = base_of(address, bits);
    map_calls++;
    error = seL4_ARM_PageTable_Map(object.cptr, vspace->root, base, seL4_ARM_Default_VMAttributes);
    if (error != seL4_NoError) {
        rs_object_free(&object);
        return error;
    }
    uint32_t *head = bucket_of(vspace, base, bits);
    rs_records[object.cptr] = (rs_record_t){
        .address = base,
        .next = *head,
        .parent = vspace->id,
        .partner = (uint32_t)((rs_record_t *)object.block - rs_records),
        .kind = RS_RECORD_TABLE,
        .bits = (uint8_t)bits,
    };
    *head = (uint32_t)object.cptr;
    vspace->tables++;
    rs_objects_count_table(1);
    count_entry(vspace, base, bits + LEVEL_BITS, 1);
    return seL4_NoError;
}

static void remove_table(rs_vspace_t *vspace, rs_record_t *table)
{
    uint32_t slot = (uint32_t)(table - rs_records);
    uint64_t base = table->address;
    unsigned bits = table->bits;
    uint32_t *link = bucket_of(vspace, base, bits);
    while (*link != slot) {
        link = &rs_records[*link].next;
    }
    *link = table->next;
    rs_record_t *block = &rs_records[table->partner];
    rs_object_t object = {slot, seL4_ARM_PageTableObject, seL4_PageTableBits, block->address,
                          block};
    seL4_ARM_PageTable_Unmap(slot);
    rs_object_free(&object);
    vspace->tables--;
    rs_objects_count_table(-1);
    count_entry(vspace, base, bits + LEVEL_BITS, -1);
}

/* Gives back the tables around address that hold nothing, smallest first. */
static void prune(rs_vspace_t *vspace, uint64_t address)
{
    for (unsigned bits = LEAF_TABLE_BITS; bits < seL4_WordBits; bits += LEVEL_BITS) {
        rs_record_t *table = find_table(vspace, address, bits);
        if (table == NULL) {
            continue;
        }
        if (table->live != 0) {
            return;
        }
        remove_table(vspace, table);
    }
}

static uint32_t *frame_bucket(uint32_t id, uint64_t vaddr)
{
    return &frame_buckets[((vaddr >> seL4_PageBits) + id * 257u) % FRAME_BUCKETS];
}

static uint32_t frame_at(const rs_vspace_t *vspace, uintptr_t vaddr, seL4_Word size_bits)
{
    uint32_t slot = *frame_bucket(vspace->id, vaddr);
    while (slot != 0 && (rs_records[slot].address != vaddr || rs_records[slot].bits != size_bits ||
                         rs_records[slot].parent != vspace->id)) {
        slot = rs_records[slot].next;
    }
    return slot;
}

seL4_CPtr rs_vspace_frame_at(const rs_vspace_t *vspace, uintptr_t vaddr, seL4_Word size_bits)
{
    rs_critical_lock(&lock);
    uint32_t slot = frame_at(vspace, vaddr, size_bits);
    rs_critical_unlock(&lock);
    return slot;
}

static void remember_frame(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr, seL4_Word bits)
{
    uint32_t *head = frame_bucket(vspace->id, vaddr);
    rs_records[frame] = (rs_record_t){
        .address = vaddr,
        .next = *head,
        .parent = vspace->id,
        .kind = RS_RECORD_FRAME,
        .bits = (uint8_t)bits,
    };
    *head = (uint32_t)frame;
    vspace->frames++;
}

/* Takes a frame out of its bucket. */
static void unlink_frame(rs_record_t *record)
{
    uint32_t slot = (uint32_t)(record - rs_records);
    uint32_t *link = frame_bucket(record->parent, record->address);
    while (*link != slot) {
        link = &rs_records[*link].next;
    }
    *link = record->next;
    *record = (rs_record_t){.kind = RS_RECORD_NONE};
}

static void forget_frame(rs_vspace_t *vspace, rs_record_t *record)
{
    unlink_frame(record);
    vspace->frames--;
}

void rs_vspace_forget(seL4_CPtr slot)
{
    rs_critical_lock(&lock);
    if (slot < RS_SLOTS && rs_records[slot].kind == RS_RECORD_FRAME) {
        unlink_frame(&rs_records[slot]);
    }
    rs_critical_unlock(&lock);
}

static bool is_frame_size(seL4_Word bits)
{
    return bits == seL4_PageBits || bits == seL4_LargePageBits || bits == seL4_HugePageBits;
}

static seL4_Error check_arguments(const rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                                  seL4_Word bits)
{
    if (vspace == NULL || vspace->root == seL4_CapNull || !is_frame_size(bits)) {
        return seL4_InvalidArgument;
    }
    if (frame == seL4_CapNull || frame >= RS_SLOTS) {
        return seL4_InvalidCapability;
    }
    uint64_t size = (uint64_t)1 << bits;
    if ((vaddr & (size - 1)) != 0) {
        return seL4_AlignmentError;
    }
    return vaddr <= (uint64_t)seL4_UserVSpaceTop && size - 1 <= (uint64_t)seL4_UserVSpaceTop - vaddr
               ? seL4_NoError
               : seL4_InvalidArgument;
}

/* Maps the frame and the tables it needs; tables made for nothing are left to the caller to prune.
 */
static seL4_Error map_with_tables(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                                  seL4_Word bits, seL4_CapRights_t rights,
                                  seL4_ARM_VMAttributes attributes)
{
    seL4_Word last_level = seL4_WordBits;
    for (;;) {
        map_calls++;
        seL4_Error error = seL4_ARM_Page_Map(frame, vspace->root, vaddr, rights, attributes);
        if (error != seL4_FailedLookup) {
            return error;
        }
        /* The kernel names the missing table by the range it covers; each answer must be smaller
         * than the one before, or the table that was made is not the one it misses. */
        seL4_Word level = seL4_MappingFailedLookupLevel();
        if (level >= last_level || level <= bits) {
            return error;
        }
        last_level = level;
        error = add_table(vspace, vaddr, (unsigned)level);
        if (error != seL4_NoError) {
            return error;
        }
    }
}

/* A frame that is larger than the caller says takes the place of the table it would have an entry
 * in. The kernel's own tables, of the root task, are not known here. */
static bool has_said_size(rs_vspace_t *vspace, uintptr_t vaddr, seL4_Word bits)
{
    return vspace == &self || bits == seL4_HugePageBits ||
           find_table(vspace, vaddr, (unsigned)(bits + LEVEL_BITS)) != NULL;
}

seL4_Error rs_vspace_map(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr, seL4_Word size_bits,
                         seL4_CapRights_t rights, seL4_ARM_VMAttributes attributes)
{
    seL4_Error error = check_arguments(vspace, frame, vaddr, size_bits);
    if (error != seL4_NoError) {
        return error;
    }
    rs_critical_lock(&lock);
    rs_record_t *record = &rs_records[frame];
    if (record->kind == RS_RECORD_FRAME || frame_at(vspace, vaddr, size_bits) != 0) {
        error = seL4_DeleteFirst;
    } else if (record->kind != RS_RECORD_NONE) {
        error = seL4_InvalidCapability;
    } else {
        error = map_with_tables(vspace, frame, vaddr, size_bits, rights, attributes);
        if (error == seL4_NoError && !has_said_size(vspace, vaddr, size_bits)) {
            seL4_ARM_Page_Unmap(frame);
            error = seL4_InvalidCapability;
        }
        if (error == seL4_NoError) {
            remember_frame(vspace, frame, vaddr, size_bits);
            count_entry(vspace, vaddr, (unsigned)(size_bits + LEVEL_BITS), 1);
        } else {
            prune(vspace, vaddr);
        }
    }
    rs_critical_unlock(&lock);
    return error;
}

seL4_Error rs_vspace_unmap(rs_vspace_t *vspace, seL4_CPtr frame, uintptr_t vaddr,
                           seL4_Word size_bits)
{
    seL4_Error error = check_arguments(vspace, frame, vaddr, size_bits);
    if (error != seL4_NoError) {
        return error;
    }
    rs_critical_lock(&lock);
    rs_record_t *record = &rs_records[frame];
    if (record->kind != RS_RECORD_FRAME || record->parent != vspace->id ||
        record->address != vaddr || record->bits != size_bits) {
        error = seL4_InvalidArgument;
    } else {
        error = seL4_ARM_Page_Unmap(frame);
        if (error == seL4_NoError) {
            forget_frame(vspace, record);
            count_entry(vspace, vaddr, (unsigned)(size_bits + LEVEL_BITS), -1);
            prune(vspace, vaddr);
        }
    }
    rs_critical_unlock(&lock);
    return error;
}

seL4_Error rs_vspace_init(rs_vspace_t *vspace, seL4_CPtr root)
{
    if (vspace == NULL || root == seL4_CapNull) {
        return seL4_InvalidArgument;
    }
    rs_critical_lock(&lock);
    *vspace = (rs_vspace_t){.root = root, .id = ++next_id};
    rs_critical_unlock(&lock);
    return seL4_NoError;
}

seL4_Error rs_vspace_create(rs_vspace_t *vspace)
{
    rs_object_t object;
    if (vspace == NULL) {
        return seL4_InvalidArgument;
    }
    seL4_Error error = rs_object_alloc(seL4_ARM_VSpaceObject, 0, &object);
    if (error != seL4_NoError) {
        return error;
    }
    error = seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, object.cptr);
    if (error == seL4_NoError) {
        error = rs_vspace_init(vspace, object.cptr);
    }
    if (error != seL4_NoError) {
        rs_object_free(&object);
        return error;
    }
    vspace->object = object;
    return seL4_NoError;
}

/* Frames are found by their records: only a destroyed VSpace that still holds some pays for the
 * scan. */
static void unmap_all_frames(rs_vspace_t *vspace)
{
    for (seL4_CPtr slot = 0; slot < RS_SLOTS && vspace->frames != 0; slot++) {
        rs_record_t *record = &rs_records[slot];
        if (record->kind == RS_RECORD_FRAME && record->parent == vspace->id) {
            seL4_ARM_Page_Unmap(slot);
            forget_frame(vspace, record);
        }
    }
}

void rs_vspace_destroy(rs_vspace_t *vspace)
{
    if (vspace == NULL || vspace->root == seL4_CapNull) {
        return;
    }
    rs_critical_lock(&lock);
    unmap_all_frames(vspace);
    for (unsigned i = 0; i < RS_VSPACE_BUCKETS; i++) {
        while (vspace->buckets[i] != 0) {
            remove_table(vspace, &rs_records[vspace->buckets[i]]);
        }
    }
    rs_critical_unlock(&lock);
    rs_object_free(&vspace->object);
    *vspace = (rs_vspace_t){0};
}

uint64_t rs_vspace_map_calls(void)
{
    rs_critical_lock(&lock);
    uint64_t calls = map_calls;
    rs_critical_unlock(&lock);
    return calls;
}

rs_vspace_t *rs_vspace_self(void)
{
    return &self;
}

void rs_vspace_module_init(void)
{
    lock = RS_MUTEX_INITIAL;
    next_id = 0;
    memset(frame_buckets, 0, sizeof frame_buckets);
    rs_vspace_init(&self, seL4_CapInitThreadVSpace);
}
