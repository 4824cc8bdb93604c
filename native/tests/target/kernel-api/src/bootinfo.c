/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * What the root task is given. (Manual 9.1.)
 */

#include "kapi.h"

#include <rootserver/bootinfo.h>

KTEST(bootinfo_describes_one_node)
{
    const seL4_BootInfo *info = rs_bootinfo();
    EQ(info->nodeID, 0);
    EQ(info->numNodes, CONFIG_MAX_NUM_NODES);
    EQ(info->initThreadDomain, 0);
    EQ(info->initThreadCNodeSizeBits, CONFIG_ROOT_CNODE_SIZE_BITS);
    EQ((seL4_Word)info->ipcBuffer & (sizeof(seL4_IPCBuffer) - 1), 0);
    NE((seL4_Word)info->ipcBuffer, 0);
}

KTEST(bootinfo_initial_capabilities)
{
    static const seL4_CPtr present[] = {
        seL4_CapInitThreadTCB, seL4_CapInitThreadCNode,     seL4_CapInitThreadVSpace,
        seL4_CapIRQControl,    seL4_CapASIDControl,         seL4_CapInitThreadASIDPool,
        seL4_CapBootInfoFrame, seL4_CapInitThreadIPCBuffer, seL4_CapDomain};
    static const seL4_CPtr absent[] = {seL4_CapNull,          seL4_CapIOPortControl,
                                       seL4_CapIOSpace,       seL4_CapSMMUSIDControl,
                                       seL4_CapSMMUCBControl, seL4_CapInitThreadSC};
    for (size_t i = 0; i < sizeof(present) / sizeof(present[0]); i++) {
        HOLDS(!kapi_empty(present[i]));
    }
    for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
        HOLDS(kapi_empty(absent[i]));
    }
#ifndef CONFIG_ALLOW_SMC_CALLS
    HOLDS(kapi_empty(seL4_CapSMC));
#endif
}

static void check_region(seL4_SlotRegion region)
{
    HOLDS(region.start <= region.end);
    HOLDS(region.end <= LIBSEL4_BIT(CONFIG_ROOT_CNODE_SIZE_BITS));
    HOLDS(region.start == region.end || region.start >= seL4_NumInitialCaps);
    for (seL4_CPtr slot = region.start; slot < region.end; slot++) {
        HOLDS(!kapi_empty(slot));
    }
}

KTEST(bootinfo_regions_hold_capabilities)
{
    const seL4_BootInfo *info = rs_bootinfo();
    check_region(info->userImageFrames);
    check_region(info->userImagePaging);
    check_region(info->extraBIPages);
    check_region(info->untyped);
    HOLDS(info->userImageFrames.start < info->userImageFrames.end);
    HOLDS(info->empty.start < info->empty.end &&
          info->empty.end <= LIBSEL4_BIT(CONFIG_ROOT_CNODE_SIZE_BITS));
    EQ(info->sharedFrames.start, info->sharedFrames.end);
    EQ(info->ioSpaceCaps.start, info->ioSpaceCaps.end);
    for (seL4_CPtr slot = info->userImageFrames.start; slot < info->userImageFrames.end; slot++) {
        EQ(seL4_ARM_Page_GetAddress(slot).error, seL4_NoError);
    }
}

KTEST(bootinfo_untypeds_are_aligned_and_apart)
{
    const seL4_BootInfo *info = rs_bootinfo();
    seL4_Word count = info->untyped.end - info->untyped.start, ram = 0, devices = 0;
    HOLDS(count > 0 && count <= CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS);
    for (seL4_Word i = 0; i < count; i++) {
        const seL4_UntypedDesc *a = &info->untypedList[i];
        HOLDS(a->sizeBits >= seL4_MinUntypedBits && a->sizeBits <= seL4_MaxUntypedBits);
        /* seL4 aligns them in its own address space, which at EL2 lies 2^39 above the physical one.
         */
        HOLDS(a->sizeBits > 39 || (a->paddr & (LIBSEL4_BIT(a->sizeBits) - 1)) == 0);
        HOLDS(a->isDevice <= 1);
        *(a->isDevice ? &devices : &ram) += LIBSEL4_BIT(a->sizeBits);
        for (seL4_Word j = 0; j < i; j++) {
            const seL4_UntypedDesc *b = &info->untypedList[j];
            HOLDS(a->paddr + LIBSEL4_BIT(a->sizeBits) <= b->paddr ||
                  b->paddr + LIBSEL4_BIT(b->sizeBits) <= a->paddr);
        }
    }
    HOLDS(ram >= LIBSEL4_BIT(28)); /* most of the machine's memory */
    HOLDS(devices > 0);
}

/* The controller belongs to the kernel; its virtual interface and the other devices are given out.
 */
KTEST(bootinfo_keeps_the_interrupt_controller)
{
    rs_object_t object;
    NE(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, 0x8000000, &object), seL4_NoError);
    NE(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, 0x8010000, &object), seL4_NoError);
    NE(rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, 0x8030000, &object), seL4_NoError);
    kapi_object_at(seL4_ARM_SmallPageObject, 0, 0x8040000);
    kapi_object_at(seL4_ARM_SmallPageObject, 0, 0x9010000);
}

/* Extra information comes as chunks, one behind the other; one of them is the device tree. */
KTEST(bootinfo_has_the_device_tree)
{
    const seL4_BootInfo *info = rs_bootinfo();
    const char *chunk = (const char *)info + LIBSEL4_BIT(seL4_BootInfoFrameBits),
               *end = chunk + info->extraLen;
    bool found = false;
    while (chunk < end) {
        const seL4_BootInfoHeader *header = (const seL4_BootInfoHeader *)chunk;
        HOLDS(header->len >= sizeof(*header) && header->len <= (seL4_Word)(end - chunk));
        if (header->id == SEL4_BOOTINFO_HEADER_FDT) {
            EQ(*(const uint32_t *)(header + 1), 0xedfe0dd0u); /* the magic number, big endian */
            found = true;
        }
        chunk += header->len;
    }
    HOLDS(found);
}
