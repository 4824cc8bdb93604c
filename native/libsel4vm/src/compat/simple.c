/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* simple_t: what the kernel handed over at boot, from the root server's bootinfo. */
#include <rootserver/bootinfo.h>

#include <stdio.h>
#include <string.h>

#include <simple-default/simple-default.h>
#include <simple/simple.h>

void rs_simple_init(simple_t *simple)
{
    if (simple != NULL) {
        *simple = (simple_t){0};
    }
}

void simple_default_init_bootinfo(simple_t *simple, seL4_BootInfo *bi)
{
    (void)bi;
    rs_simple_init(simple);
}

seL4_CPtr simple_get_init_cap(simple_t *simple, seL4_CPtr cap)
{
    (void)simple;
    return cap;
}

seL4_CPtr simple_init_cap(simple_t *simple, seL4_CPtr cap)
{
    return simple_get_init_cap(simple, cap);
}

seL4_CPtr simple_get_cnode(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadCNode);
}

int simple_get_cnode_size_bits(simple_t *simple)
{
    (void)simple;
    return (int)rs_bootinfo()->initThreadCNodeSizeBits;
}

seL4_CPtr simple_get_pd(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadVSpace);
}

seL4_CPtr simple_get_tcb(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadTCB);
}

seL4_CPtr simple_get_sc(simple_t *simple)
{
    (void)simple;
    return seL4_CapNull;
}

seL4_CPtr simple_get_irq_ctrl(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapIRQControl);
}

seL4_CPtr simple_get_asid_pool(simple_t *simple)
{
    return simple_get_init_cap(simple, seL4_CapInitThreadASIDPool);
}

int simple_get_core_count(simple_t *simple)
{
    (void)simple;
    return (int)rs_bootinfo()->numNodes;
}

seL4_Error simple_ASIDPool_assign(simple_t *simple, seL4_CPtr vspace)
{
    return seL4_ARM_ASIDPool_Assign(simple_get_asid_pool(simple), vspace);
}

seL4_Error simple_get_IRQ_handler(simple_t *simple, int irq, cspacepath_t path)
{
    return seL4_IRQControl_Get(simple_get_irq_ctrl(simple), (seL4_Word)irq, path.root, path.capPtr,
                               (seL4_Uint8)path.capDepth);
}

seL4_Error simple_get_frame_cap(simple_t *simple, void *paddr, int size_bits, cspacepath_t *path)
{
    (void)simple;
    (void)paddr;
    (void)size_bits;
    (void)path;
    return seL4_FailedLookup;
}

static bool in_region(seL4_SlotRegion region, int n)
{
    return n >= 0 && (seL4_Word)n < region.end - region.start;
}

int simple_get_untyped_count(simple_t *simple)
{
    (void)simple;
    const seL4_SlotRegion untyped = rs_bootinfo()->untyped;
    return (int)(untyped.end - untyped.start);
}

seL4_CPtr simple_get_nth_untyped(simple_t *simple, int n, size_t *size_bits, uintptr_t *paddr,
                                 bool *device)
{
    (void)simple;
    const seL4_BootInfo *info = rs_bootinfo();
    if (!in_region(info->untyped, n)) {
        return seL4_CapNull;
    }
    const seL4_UntypedDesc *untyped = &info->untypedList[n];
    if (size_bits != NULL) {
        *size_bits = untyped->sizeBits;
    }
    if (paddr != NULL) {
        *paddr = untyped->paddr;
    }
    if (device != NULL) {
        *device = untyped->isDevice != 0;
    }
    return info->untyped.start + (seL4_CPtr)n;
}

int simple_get_userimage_count(simple_t *simple)
{
    (void)simple;
    const seL4_SlotRegion image = rs_bootinfo()->userImageFrames;
    return (int)(image.end - image.start);
}

seL4_CPtr simple_get_nth_userimage(simple_t *simple, int n)
{
    (void)simple;
    const seL4_SlotRegion image = rs_bootinfo()->userImageFrames;
    return in_region(image, n) ? image.start + (seL4_CPtr)n : seL4_CapNull;
}

long simple_get_extended_bootinfo_length(simple_t *simple, seL4_Word type)
{
    (void)simple;
    size_t length;
    return rs_bootinfo_chunk(type, &length) == NULL ? -1
                                                    : (long)(length + sizeof(seL4_BootInfoHeader));
}

long simple_get_extended_bootinfo(simple_t *simple, seL4_Word type, void *dest, long max_len)
{
    long length = simple_get_extended_bootinfo_length(simple, type);
    if (length < 0 || dest == NULL || max_len < 0) {
        return -1;
    }
    size_t payload;
    const char *chunk = rs_bootinfo_chunk(type, &payload);
    size_t copied = (size_t)(length < max_len ? length : max_len);
    memcpy(dest, chunk - sizeof(seL4_BootInfoHeader), copied);
    return (long)copied;
}

void simple_print(simple_t *simple)
{
    printf("CNode of 2^%d slots, %d cores, %d frames of the image, %d untyped capabilities\n",
           simple_get_cnode_size_bits(simple), simple_get_core_count(simple),
           simple_get_userimage_count(simple), simple_get_untyped_count(simple));
    for (int n = 0; n < simple_get_untyped_count(simple); n++) {
        size_t bits;
        uintptr_t paddr;
        bool device;
        seL4_CPtr cap = simple_get_nth_untyped(simple, n, &bits, &paddr, &device);
        printf("  0x%lx: 2^%zu bytes at 0x%lx%s\n", cap, bits, paddr, device ? ", device" : "");
    }
}
