/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Start of the machine: what a kernel hands to the root task. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rootserver/bootinfo.h>

#include "fdt_builder.h"

#include "fake_internal.h"
#include "fake_messages.h"

#define FIRST_UNTYPED 32u

static seL4_IPCBuffer buffer;
static struct {
    union {
        seL4_BootInfo info;
        char frame[seL4_BootInfoFrameSize];
    };
    seL4_BootInfoHeader header;
    uint8_t tree[1024];
} boot __attribute__((aligned(16)));

static void give(seL4_CPtr slot, fake_object_t *object)
{
    slot_fill(root_slot(slot), object, 0xf, 0, NULL);
}

static void add_untyped(uintptr_t paddr, unsigned bits, bool device)
{
    seL4_UntypedDesc *desc =
        &boot.info.untypedList[boot.info.untyped.end - boot.info.untyped.start];
    *desc = (seL4_UntypedDesc){.paddr = paddr, .sizeBits = (seL4_Uint8)bits, .isDevice = device};
    give(boot.info.untyped.end++, object_new(OBJECT_UNTYPED, bits, paddr, device));
}

static void drop_everything(void)
{
    if (fake_root_cnode == NULL) {
        return;
    }
    for (seL4_Word i = 0; i < 1ul << CONFIG_ROOT_CNODE_SIZE_BITS; i++) {
        kslot_t *slot = &fake_root_cnode->slots[i];
        if (slot->object != NULL && slot->object != fake_root_cnode) {
            slot_delete(slot);
        }
    }
    fake_object_t *root = fake_root_cnode;
    root->slots[seL4_CapInitThreadCNode].object = NULL;
    fake_root_cnode = NULL;
    object_free(root);
}

/* The device tree behind the boot information: RAM of both kinds, in two nodes. */
static void add_device_tree(unsigned ram_bits)
{
    fdt_builder_t builder = {.structure_size = 0};
    const uint32_t cells = 2;
    const uint32_t low[] = {0, FAKE_LOW_RAM_BASE, 0, 1u << 28, 0, FAKE_LOW_RAM_BASE + (1u << 28),
                            0, 1u << 28};
    const uint32_t high[] = {0, FAKE_RAM_BASE, 0, 1u << ram_bits};
    fdt_begin(&builder, "");
    fdt_cells(&builder, "#address-cells", 1, &cells);
    fdt_cells(&builder, "#size-cells", 1, &cells);
    fdt_begin(&builder, "memory@40000000");
    fdt_property(&builder, "device_type", "memory", sizeof("memory"));
    fdt_cells(&builder, "reg", 8, low);
    fdt_end(&builder);
    fdt_begin(&builder, "memory@60000000");
    fdt_property(&builder, "device_type", "memory", sizeof("memory"));
    fdt_cells(&builder, "reg", 4, high);
    fdt_end(&builder);
    fdt_end(&builder);
    boot.header.id = SEL4_BOOTINFO_HEADER_FDT;
    boot.header.len = sizeof(boot.header) + fdt_finish(&builder, boot.tree, sizeof(boot.tree));
    boot.info.extraLen = boot.header.len;
}

void fake_drop_device_tree(void)
{
    boot.info.extraLen = 0;
}

void fake_reset(unsigned ram_bits)
{
    drop_everything();
    memset(&fake_count, 0, sizeof(fake_count));
    memory_reset();
    messages_reset();
    threads_reset();
    fake_fail_reset();
    fake_time_reset();
    fake_root_cnode =
        object_new(OBJECT_CNODE, CONFIG_ROOT_CNODE_SIZE_BITS + seL4_SlotBits, 0, false);
    give(seL4_CapInitThreadCNode, fake_root_cnode);
    give(seL4_CapInitThreadTCB, object_new(OBJECT_TCB, seL4_TCBBits, 0, false));
    fake_object_t *self = object_new(OBJECT_VSPACE, seL4_VSpaceBits, 0, false);
    self->has_asid = true;
    self->is_self = true;
    give(seL4_CapInitThreadVSpace, self);
    give(seL4_CapInitThreadASIDPool, object_new(OBJECT_ASID_POOL, seL4_ASIDPoolBits, 0, false));
    boot.info = (seL4_BootInfo){
        .ipcBuffer = &buffer,
        .initThreadCNodeSizeBits = CONFIG_ROOT_CNODE_SIZE_BITS,
        .untyped = {FIRST_UNTYPED, FIRST_UNTYPED},
        .numNodes = 1,
    };
    add_device_tree(ram_bits);
    add_untyped(FAKE_DEVICE_BASE, 25, true);
    add_untyped(FAKE_LOW_RAM_BASE, 29, true);
    add_untyped(FAKE_RAM_BASE, ram_bits, false);
    boot.info.empty = (seL4_SlotRegion){boot.info.untyped.end, 1ul << CONFIG_ROOT_CNODE_SIZE_BITS};
    seL4_SetIPCBuffer(&buffer);
    seL4_Error error = rs_init_from_bootinfo(&boot.info);
    if (error != seL4_NoError) {
        fprintf(stderr, "fake: the root server does not start: error %d\n", (int)error);
        abort();
    }
}
