/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Frames: mapping in VSpaces of their own, with tables made by hand, and every error of it.
 * (Manual 7.1, 10.4.)
 */

#include "kapi.h"

#define ATTR seL4_ARM_Default_VMAttributes

static seL4_Error map(seL4_CPtr frame, seL4_CPtr vspace, uintptr_t vaddr)
{
    return seL4_ARM_Page_Map(frame, vspace, vaddr, seL4_ReadWrite, ATTR);
}

static seL4_CPtr small(void)
{
    return kapi_object(seL4_ARM_SmallPageObject, 0);
}

/* Tables down to the level whose entries translate 2^bits bytes, for vaddr. */
static void tables(seL4_CPtr vspace, uintptr_t vaddr, seL4_Word bits)
{
    for (seL4_Word level = 39; level > bits; level -= 9) {
        OK(seL4_ARM_PageTable_Map(kapi_object(seL4_ARM_PageTableObject, 0), vspace, vaddr, ATTR));
    }
}

KTEST(frame_maps_after_its_tables)
{
    seL4_CPtr vspace = kapi_vspace(), frame = small();
    const uintptr_t vaddr = 0x123456789000;
    static const seL4_Word missing[] = {SEL4_MAPPING_LOOKUP_NO_PUD, SEL4_MAPPING_LOOKUP_NO_PD,
                                        SEL4_MAPPING_LOOKUP_NO_PT};
    for (int i = 0; i < 3; i++) {
        ERR(map(frame, vspace, vaddr & seL4_UserTop), seL4_FailedLookup);
        EQ(seL4_MappingFailedLookupLevel(), missing[i]);
        OK(seL4_ARM_PageTable_Map(kapi_object(seL4_ARM_PageTableObject, 0), vspace,
                                  vaddr & seL4_UserTop, ATTR));
    }
    OK(map(frame, vspace, vaddr & seL4_UserTop));
    OK(seL4_ARM_Page_Unmap(frame));
}

KTEST(frame_of_2m_needs_two_tables)
{
    seL4_CPtr vspace = kapi_vspace(), frame = kapi_object(seL4_ARM_LargePageObject, 0);
    ERR(map(frame, vspace, 0x40000000), seL4_FailedLookup);
    EQ(seL4_MappingFailedLookupLevel(), SEL4_MAPPING_LOOKUP_NO_PUD);
    tables(vspace, 0x40000000, 30);
    ERR(map(frame, vspace, 0x40000000), seL4_FailedLookup);
    EQ(seL4_MappingFailedLookupLevel(), SEL4_MAPPING_LOOKUP_NO_PD);
    OK(seL4_ARM_PageTable_Map(kapi_object(seL4_ARM_PageTableObject, 0), vspace, 0x40000000, ATTR));
    OK(map(frame, vspace, 0x40000000));
    /* A table at the frame's own level is not replaced by a frame. */
    OK(seL4_ARM_PageTable_Map(kapi_object(seL4_ARM_PageTableObject, 0), vspace, 0x40200000, ATTR));
    ERR(map(kapi_object(seL4_ARM_LargePageObject, 0), vspace, 0x40200000), seL4_FailedLookup);
}

/* Memory of 1 GiB is found among the device untypeds only; nobody touches it. */
KTEST(frame_of_1g_needs_one_table)
{
    seL4_CPtr vspace = kapi_vspace();
    seL4_CPtr frame = kapi_object_at(seL4_ARM_HugePageObject, 0, 0x100000000);
    EQ(seL4_ARM_Page_GetAddress(frame).paddr, 0x100000000);
    ERR(map(frame, vspace, 0x80000000), seL4_FailedLookup);
    EQ(seL4_MappingFailedLookupLevel(), SEL4_MAPPING_LOOKUP_NO_PUD);
    tables(vspace, 0x80000000, 30);
    ERR(map(frame, vspace, 0x80000000 + 0x200000), seL4_AlignmentError);
    OK(map(frame, vspace, 0x80000000));
    seL4_CPtr table = kapi_object(seL4_ARM_PageTableObject, 0);
    ERR(seL4_ARM_PageTable_Map(table, vspace, 0x80000000, ATTR), seL4_DeleteFirst);
    OK(seL4_ARM_Page_Unmap(frame));
    OK(seL4_ARM_PageTable_Map(table, vspace, 0x80000000, ATTR));
    ERR(map(frame, vspace, 0x80000000), seL4_FailedLookup); /* a table is there */
}

KTEST(frame_alignment)
{
    seL4_CPtr vspace = kapi_vspace();
    tables(vspace, 0, 21);
    ERR(map(small(), vspace, 0x800), seL4_AlignmentError);
    ERR(map(small(), vspace, 1), seL4_AlignmentError);
    ERR(map(kapi_object(seL4_ARM_LargePageObject, 0), vspace, 0x1000), seL4_AlignmentError);
}

KTEST(frame_beyond_the_vspace)
{
    seL4_CPtr vspace = kapi_vspace(), frame = small();
    ERR1(map(frame, vspace, seL4_UserTop + 1), seL4_InvalidArgument, 0);
    ERR1(map(frame, vspace, ~0xffful), seL4_InvalidArgument, 0);
    ERR1(map(frame, vspace, 1ul << 47), seL4_InvalidArgument, 0);
    ERR(map(frame, vspace, seL4_UserTop & ~0xffful),
        seL4_FailedLookup); /* the last page is allowed */
}

KTEST(frame_needs_a_vspace)
{
    seL4_CPtr frame = small();
    ERR1(map(frame, kapi_endpoint(), 0), seL4_InvalidCapability, 1);
    ERR1(map(frame, seL4_CapNull, 0), seL4_InvalidCapability, 1);
    ERR1(map(frame, kapi_object(seL4_ARM_PageTableObject, 0), 0), seL4_InvalidCapability, 1);
    ERR1(map(frame, kapi_object(seL4_ARM_VSpaceObject, 0), 0), seL4_InvalidCapability,
         1); /* no ASID */
}

/* A frame takes the place of another one; the other's capability then no longer reaches it. */
KTEST(frame_replaces_a_frame)
{
    seL4_CPtr a = small(), b = small(), hole;
    volatile seL4_Word *direct_a = kapi_map(kapi_copy(a, seL4_AllRights), 12, seL4_ReadWrite, ATTR);
    volatile seL4_Word *direct_b = kapi_map(kapi_copy(b, seL4_AllRights), 12, seL4_ReadWrite, ATTR);
    direct_a[0] = 0xaaaa;
    direct_b[0] = 0xbbbb;
    hole = small();
    volatile seL4_Word *page = kapi_map(hole, 12, seL4_ReadWrite, ATTR); /* for its tables */
    OK(map(a, seL4_CapInitThreadVSpace, (uintptr_t)page));
    EQ(page[0], 0xaaaa);
    OK(map(b, seL4_CapInitThreadVSpace, (uintptr_t)page));
    EQ(page[0], 0xbbbb);
    OK(seL4_ARM_Page_Unmap(a));
    EQ(page[0], 0xbbbb);
    OK(kapi_revoke(a));
    EQ(page[0], 0xbbbb);
    OK(seL4_ARM_Page_Unmap(b));
}

KTEST(frame_remap)
{
    seL4_CPtr vspace = kapi_vspace(), other = kapi_vspace(), frame = small();
    tables(vspace, 0x5000, 12);
    tables(other, 0x5000, 12);
    OK(map(frame, vspace, 0x5000));
    OK(seL4_ARM_Page_Map(frame, vspace, 0x5000, seL4_CanRead, ATTR)); /* new rights, same place */
    ERR1(map(frame, vspace, 0x6000), seL4_InvalidArgument, 0);
    ERR1(map(frame, other, 0x5000), seL4_InvalidCapability, 1);
    /* A copy is a mapping of its own. */
    seL4_CPtr copy = kapi_copy(frame, seL4_AllRights);
    OK(map(copy, other, 0x5000));
}

KTEST(frame_unmap_of_nothing_succeeds)
{
    OK(seL4_ARM_Page_Unmap(small()));
}

KTEST(frame_contents_are_shared_by_copies)
{
    seL4_CPtr frame = small();
    volatile seL4_Word *a = kapi_map(frame, 12, seL4_ReadWrite, ATTR);
    volatile seL4_Word *b = kapi_map(kapi_copy(frame, seL4_AllRights), 12, seL4_ReadWrite, ATTR);
    a[511] = 0xc0ffee;
    EQ(b[511], 0xc0ffee);
}

KTEST(frame_of_2m_is_whole)
{
    volatile seL4_Word *words =
        kapi_map(kapi_object(seL4_ARM_LargePageObject, 0), 21, seL4_ReadWrite, ATTR);
    for (size_t i = 0; i < LIBSEL4_BIT(21) / sizeof(seL4_Word); i += 512) {
        EQ(words[i], 0);
        words[i] = i;
    }
    for (size_t i = 0; i < LIBSEL4_BIT(21) / sizeof(seL4_Word); i += 512) {
        EQ(words[i], i);
    }
}

static void store(kapi_thread_t *self)
{
    *(volatile seL4_Word *)self->arg[0] = self->arg[1];
}

static void load(kapi_thread_t *self)
{
    self->out[0] = *(volatile seL4_Word *)self->arg[0];
}

static bool faults_on(kapi_entry_t entry, void *address)
{
    seL4_CPtr faults = kapi_endpoint();
    kapi_thread_t *thread = kapi_thread(entry, KAPI_ABOVE, faults);
    thread->arg[0] = (seL4_Word)address;
    kapi_resume(thread);
    if (thread->done == 0) {
        EQ(kapi_recv(faults).label, seL4_Fault_VMFault);
        EQ(seL4_GetMR(seL4_VMFault_Addr), (seL4_Word)address);
    }
    return thread->done == 0;
}

/* A read-only capability maps read-only whatever is asked for. */
KTEST(frame_rights_of_the_capability)
{
    seL4_CPtr reader = kapi_copy(small(), seL4_CanRead);
    void *page = kapi_map(reader, 12, seL4_AllRights, ATTR);
    HOLDS(!faults_on(load, page));
    HOLDS(faults_on(store, page));
}

KTEST(frame_rights_change_with_a_remap)
{
    seL4_CPtr frame = small();
    void *page = kapi_map(frame, 12, seL4_ReadWrite, ATTR);
    HOLDS(!faults_on(store, page));
    OK(seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, (seL4_Word)page, seL4_CanRead, ATTR));
    HOLDS(faults_on(store, page));
    HOLDS(!faults_on(load, page));
    OK(seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, (seL4_Word)page, seL4_ReadWrite, ATTR));
    HOLDS(!faults_on(store, page));
}

/* Normal or device memory, whatever the untyped was, and a remap changes it. QEMU has no caches, so
 * that the contents are the same is all that can be seen. */
KTEST(frame_attributes)
{
    seL4_CPtr frames[] = {small(), kapi_object_at(seL4_ARM_SmallPageObject, 0, 0x48000000)};
    for (size_t i = 0; i < 2; i++) {
        volatile seL4_Word *page = kapi_map(frames[i], 12, seL4_ReadWrite, 0);
        for (seL4_Word attributes = 0; attributes < 8; attributes++) {
            OK(seL4_ARM_Page_Map(frames[i], seL4_CapInitThreadVSpace, (seL4_Word)page,
                                 seL4_ReadWrite, (seL4_ARM_VMAttributes)attributes));
            page[attributes] = 0xa77 + attributes;
            EQ(page[attributes / 2], 0xa77 + attributes / 2);
        }
    }
}

KTEST(frame_access_ends_with_the_mapping)
{
    seL4_CPtr frame = small();
    void *page = kapi_map(frame, 12, seL4_ReadWrite, ATTR);
    HOLDS(!faults_on(load, page));
    OK(seL4_ARM_Page_Unmap(frame));
    HOLDS(faults_on(load, page));
}

/* The mapping goes with its capability, not with another copy's. */
KTEST(frame_delete_unmaps)
{
    seL4_CPtr frame = small(), copy = kapi_copy(frame, seL4_AllRights);
    void *page = kapi_map(copy, 12, seL4_ReadWrite, ATTR);
    OK(seL4_ARM_Page_Unmap(frame));
    HOLDS(!faults_on(load, page));
    OK(kapi_revoke(frame));
    HOLDS(kapi_empty(copy));
    HOLDS(faults_on(load, page));
}

static void call(kapi_thread_t *self)
{
    self->out[0] = ((seL4_Word(*)(void))self->arg[0])();
}

/* mov x0, #42; ret */
static void write_code(void *page)
{
    ((uint32_t *)page)[0] = 0xd2800540;
    ((uint32_t *)page)[1] = 0xd65f03c0;
}

KTEST(frame_code_runs)
{
    seL4_CPtr frame = small();
    void *page = kapi_map(frame, 12, seL4_ReadWrite, ATTR);
    write_code(page);
    OK(seL4_ARM_Page_Unify_Instruction(frame, 0, 64));
    kapi_thread_t *thread = kapi_thread(call, KAPI_ABOVE, seL4_CapNull);
    thread->arg[0] = (seL4_Word)page;
    kapi_resume(thread);
    EQ(thread->out[0], 42);
}

KTEST(frame_execute_never)
{
    seL4_CPtr frame = small();
    void *page = kapi_map(frame, 12, seL4_ReadWrite, ATTR | seL4_ARM_ExecuteNever);
    write_code(page);
    OK(seL4_ARM_Page_Unify_Instruction(frame, 0, 64));
    HOLDS(faults_on(call, page));
    EQ(seL4_GetMR(seL4_VMFault_PrefetchFault), 1);
}

KTEST(frame_address)
{
    seL4_CPtr untyped = kapi_untyped(14), slots = kapi_slots(4);
    OK(seL4_Untyped_Retype(untyped, seL4_ARM_SmallPageObject, 0, KROOT, 0, 0, slots, 4));
    seL4_Word first = seL4_ARM_Page_GetAddress(slots).paddr;
    EQ(first & (LIBSEL4_BIT(14) - 1), 0);
    for (seL4_Word i = 1; i < 4; i++) {
        EQ(seL4_ARM_Page_GetAddress(slots + i).paddr, first + (i << 12));
    }
}

KTEST(frame_needs_the_whole_message)
{
    seL4_CPtr frame = small();
    seL4_SetCap(0, seL4_CapInitThreadVSpace);
    EQ(seL4_MessageInfo_get_label(seL4_Call(frame, seL4_MessageInfo_new(ARMPageMap, 0, 1, 2))),
       seL4_TruncatedMessage);
    EQ(seL4_MessageInfo_get_label(seL4_Call(frame, seL4_MessageInfo_new(ARMPageMap, 0, 0, 3))),
       seL4_TruncatedMessage);
    EQ(seL4_MessageInfo_get_label(
           seL4_Call(frame, seL4_MessageInfo_new(ARMPageClean_Data, 0, 0, 1))),
       seL4_TruncatedMessage);
}

KTEST(frame_knows_no_other_method)
{
    seL4_CPtr frame = small();
    for (seL4_Word label = 0; label < nArchInvocationLabels + 3; label++) {
        if (label < ARMPageMap || label > ARMPageGetAddress) {
            EQ(seL4_MessageInfo_get_label(seL4_Call(frame, seL4_MessageInfo_new(label, 0, 0, 8))),
               seL4_IllegalOperation);
        }
    }
}
