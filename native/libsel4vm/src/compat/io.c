/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The calls of platsupport/io.h: each goes to the function that the member holds. */
#include <stdlib.h>

#include <platsupport/io.h>

void *ps_io_map(const ps_io_mapper_t *io_mapper, uintptr_t paddr, size_t size, int cached,
                ps_mem_flags_t flags)
{
    return io_mapper == NULL || io_mapper->io_map_fn == NULL
               ? NULL
               : io_mapper->io_map_fn(io_mapper->cookie, paddr, size, cached, flags);
}

void ps_io_unmap(const ps_io_mapper_t *io_mapper, void *vaddr, size_t size)
{
    if (io_mapper != NULL && io_mapper->io_unmap_fn != NULL) {
        io_mapper->io_unmap_fn(io_mapper->cookie, vaddr, size);
    }
}

int ps_io_port_in(const ps_io_port_ops_t *port_ops, uint32_t port, int io_size, uint32_t *result)
{
    return port_ops == NULL || port_ops->io_port_in_fn == NULL
               ? -1
               : port_ops->io_port_in_fn(port_ops->cookie, port, io_size, result);
}

int ps_io_port_out(const ps_io_port_ops_t *port_ops, uint32_t port, int io_size, uint32_t val)
{
    return port_ops == NULL || port_ops->io_port_out_fn == NULL
               ? -1
               : port_ops->io_port_out_fn(port_ops->cookie, port, io_size, val);
}

void *ps_dma_alloc(const ps_dma_man_t *dma_man, size_t size, int align, int cached,
                   ps_mem_flags_t flags)
{
    return dma_man == NULL || dma_man->dma_alloc_fn == NULL
               ? NULL
               : dma_man->dma_alloc_fn(dma_man->cookie, size, align, cached, flags);
}

void ps_dma_free(const ps_dma_man_t *dma_man, void *addr, size_t size)
{
    if (dma_man != NULL && dma_man->dma_free_fn != NULL) {
        dma_man->dma_free_fn(dma_man->cookie, addr, size);
    }
}

uintptr_t ps_dma_pin(const ps_dma_man_t *dma_man, void *addr, size_t size)
{
    return dma_man == NULL || dma_man->dma_pin_fn == NULL
               ? 0
               : dma_man->dma_pin_fn(dma_man->cookie, addr, size);
}

void ps_dma_unpin(const ps_dma_man_t *dma_man, void *addr, size_t size)
{
    if (dma_man != NULL && dma_man->dma_unpin_fn != NULL) {
        dma_man->dma_unpin_fn(dma_man->cookie, addr, size);
    }
}

void ps_dma_cache_op(const ps_dma_man_t *dma_man, void *addr, size_t size, dma_cache_op_t op)
{
    if (dma_man != NULL && dma_man->dma_cache_op_fn != NULL) {
        dma_man->dma_cache_op_fn(dma_man->cookie, addr, size, op);
    }
}

void ps_dma_cache_clean(const ps_dma_man_t *dma_man, void *addr, size_t size)
{
    ps_dma_cache_op(dma_man, addr, size, DMA_CACHE_OP_CLEAN);
}

void ps_dma_cache_invalidate(const ps_dma_man_t *dma_man, void *addr, size_t size)
{
    ps_dma_cache_op(dma_man, addr, size, DMA_CACHE_OP_INVALIDATE);
}

void ps_dma_cache_clean_invalidate(const ps_dma_man_t *dma_man, void *addr, size_t size)
{
    ps_dma_cache_op(dma_man, addr, size, DMA_CACHE_OP_CLEAN_INVALIDATE);
}

int ps_malloc(const ps_malloc_ops_t *ops, size_t size, void **ptr)
{
    if (ops == NULL || ptr == NULL) {
        return EINVAL;
    }
    if (ops->malloc == NULL) {
        return ENOSYS;
    }
    return size == 0 ? 0 : ops->malloc(ops->cookie, size, ptr);
}

int ps_calloc(const ps_malloc_ops_t *ops, size_t nmemb, size_t size, void **ptr)
{
    if (ops == NULL || ptr == NULL) {
        return EINVAL;
    }
    if (ops->calloc == NULL) {
        return ENOSYS;
    }
    return nmemb == 0 || size == 0 ? 0 : ops->calloc(ops->cookie, nmemb, size, ptr);
}

int ps_free(const ps_malloc_ops_t *ops, size_t size, void *ptr)
{
    if (ops == NULL || ptr == NULL) {
        return EINVAL;
    }
    return ops->free == NULL ? ENOSYS : ops->free(ops->cookie, size, ptr);
}

char *ps_io_fdt_get(const ps_io_fdt_t *io_fdt)
{
    return io_fdt == NULL || io_fdt->get_fn == NULL ? NULL : io_fdt->get_fn(io_fdt->cookie);
}

static int stdlib_malloc(void *cookie, size_t size, void **ptr)
{
    (void)cookie;
    *ptr = malloc(size);
    return *ptr == NULL ? ENOMEM : 0;
}

static int stdlib_calloc(void *cookie, size_t nmemb, size_t size, void **ptr)
{
    (void)cookie;
    *ptr = calloc(nmemb, size);
    return *ptr == NULL ? ENOMEM : 0;
}

static int stdlib_free(void *cookie, size_t size, void *ptr)
{
    (void)cookie;
    (void)size;
    free(ptr);
    return 0;
}

int ps_new_stdlib_malloc_ops(ps_malloc_ops_t *ops)
{
    if (ops == NULL) {
        return EINVAL;
    }
    *ops = (ps_malloc_ops_t){.malloc = stdlib_malloc, .calloc = stdlib_calloc, .free = stdlib_free};
    return 0;
}
