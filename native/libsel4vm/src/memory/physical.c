/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "physical.h"

#include <rootserver/bootinfo.h>
#include <rootserver/fdt.h>
#include <rootserver/sync.h>

/* Pieces of RAM that are remembered. Machines have one to four; frames in a piece beyond that count
 * as device memory: slow, but never wrong. */
#define MAX_PIECES 16

typedef struct ram_pieces {
    const seL4_BootInfo *info; /* whose device tree was read */
    seL4_Word length;          /* and its length: with both the same it is the same tree */
    unsigned count;
    struct {
        uint64_t base, size;
    } piece[MAX_PIECES];
} ram_pieces_t;

static ram_pieces_t ram;
static rs_mutex_t ram_lock; /* VMs may run on a thread each */

static bool inside(uint64_t paddr, size_t size, uint64_t base, uint64_t space)
{
    return paddr >= base && size <= space && paddr - base <= space - size;
}

/* Memory nodes are children of the root, named by their device_type (Devicetree Specification 0.4,
 * 3.4). */
static void read_tree(ram_pieces_t *pieces)
{
    size_t length;
    rs_fdt_t fdt;
    const void *blob = rs_bootinfo_chunk(SEL4_BOOTINFO_HEADER_FDT, &length);
    if (blob == NULL || !rs_fdt_open(&fdt, blob, length)) {
        return;
    }
    rs_fdt_node_t node = rs_fdt_first_child(&fdt, rs_fdt_root(&fdt));
    for (; node != RS_FDT_NONE; node = rs_fdt_next_sibling(&fdt, node)) {
        if (!rs_fdt_has_string(&fdt, node, "device_type", "memory")) {
            continue;
        }
        uint64_t base, size;
        for (unsigned i = 0; rs_fdt_reg(&fdt, node, i, &base, &size); i++) {
            if (pieces->count < MAX_PIECES) {
                pieces->piece[pieces->count].base = base;
                pieces->piece[pieces->count++].size = size;
            }
        }
    }
}

static void read_tree_once(const seL4_BootInfo *info)
{
    rs_mutex_lock(&ram_lock);
    if (ram.info != info || ram.length != info->extraLen) {
        ram_pieces_t pieces = {.info = info, .length = info->extraLen};
        read_tree(&pieces);
        ram = pieces;
    }
    rs_mutex_unlock(&ram_lock);
}

bool vmi_physical_is_device(uintptr_t paddr, size_t size)
{
    const seL4_BootInfo *info = rs_bootinfo();
    read_tree_once(info);
    for (unsigned i = 0; i < ram.count; i++) {
        if (inside(paddr, size, ram.piece[i].base, ram.piece[i].size)) {
            return false;
        }
    }
    for (seL4_Word i = 0; i < info->untyped.end - info->untyped.start; i++) {
        const seL4_UntypedDesc *untyped = &info->untypedList[i];
        if (inside(paddr, size, untyped->paddr, 1ul << untyped->sizeBits)) {
            return untyped->isDevice;
        }
    }
    return false; /* in no untyped: the root task's own image */
}
