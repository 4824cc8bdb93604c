/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What the root server offers to clients of platsupport/io.h. */
#include <rootserver/bootinfo.h>
#include <sel4/sel4.h>

#include <sel4platsupport/io.h>

#include "compat/io_memory.h"

#define PAGE ((size_t)1 << seL4_PageBits)

static void *map(void *cookie, uintptr_t paddr, size_t size, int cached, ps_mem_flags_t flags)
{
    (void)cookie;
    (void)flags;
    return vmi_io_memory_map(paddr, size, cached != 0);
}

static void unmap(void *cookie, void *vaddr, size_t size)
{
    (void)cookie;
    (void)size;
    vmi_io_memory_free(vaddr);
}

static void *dma_alloc(void *cookie, size_t size, int align, int cached, ps_mem_flags_t flags)
{
    (void)cookie;
    (void)flags;
    return align < 0 ? NULL : vmi_io_memory_alloc(size, (size_t)align, cached != 0);
}

static uintptr_t dma_pin(void *cookie, void *addr, size_t size)
{
    (void)cookie;
    return vmi_io_memory_paddr(addr, size);
}

static void dma_unpin(void *cookie, void *addr, size_t size)
{
    (void)cookie;
    (void)addr;
    (void)size;
}

static void maintain(seL4_CPtr frame, size_t start, size_t end, dma_cache_op_t op)
{
    switch (op) {
    case DMA_CACHE_OP_CLEAN:
        seL4_ARM_Page_Clean_Data(frame, start, end);
        break;
    case DMA_CACHE_OP_INVALIDATE:
        seL4_ARM_Page_Invalidate_Data(frame, start, end);
        break;
    default:
        seL4_ARM_Page_CleanInvalidate_Data(frame, start, end);
        break;
    }
}

/* The kernel maintains at most a page a call. */
static void dma_cache_op(void *cookie, void *addr, size_t size, dma_cache_op_t op)
{
    (void)cookie;
    char *at = addr;
    uintptr_t frame;
    size_t offset;
    while (size != 0 && vmi_io_memory_frame(at, &frame, &offset)) {
        size_t bytes = size < PAGE - offset ? size : PAGE - offset;
        maintain(frame, offset, offset + bytes, op);
        at += bytes;
        size -= bytes;
    }
}

static char *device_tree(void *cookie)
{
    (void)cookie;
    size_t length;
    return (char *)rs_bootinfo_chunk(SEL4_BOOTINFO_HEADER_FDT, &length);
}

int sel4platsupport_new_io_mapper(vspace_t *vspace, vka_t *vka, ps_io_mapper_t *io_mapper)
{
    (void)vspace;
    (void)vka;
    if (io_mapper == NULL) {
        return -1;
    }
    *io_mapper = (ps_io_mapper_t){.io_map_fn = map, .io_unmap_fn = unmap};
    return 0;
}

int sel4platsupport_new_malloc_ops(ps_malloc_ops_t *ops)
{
    return ps_new_stdlib_malloc_ops(ops) == 0 ? 0 : -1;
}

int sel4platsupport_new_fdt_ops(ps_io_fdt_t *io_fdt, simple_t *simple, ps_malloc_ops_t *malloc_ops)
{
    (void)simple;
    (void)malloc_ops;
    if (io_fdt == NULL) {
        return -1;
    }
    *io_fdt = (ps_io_fdt_t){.get_fn = device_tree};
    return 0;
}

int sel4platsupport_new_io_ops(vspace_t *vspace, vka_t *vka, simple_t *simple, ps_io_ops_t *io_ops)
{
    if (io_ops == NULL) {
        return -1;
    }
    *io_ops = (ps_io_ops_t){
        .dma_manager =
            {
                .dma_alloc_fn = dma_alloc,
                .dma_free_fn = unmap,
                .dma_pin_fn = dma_pin,
                .dma_unpin_fn = dma_unpin,
                .dma_cache_op_fn = dma_cache_op,
            },
    };
    sel4platsupport_new_io_mapper(vspace, vka, &io_ops->io_mapper);
    sel4platsupport_new_malloc_ops(&io_ops->malloc_ops);
    sel4platsupport_new_fdt_ops(&io_ops->io_fdt, simple, &io_ops->malloc_ops);
    return 0;
}
