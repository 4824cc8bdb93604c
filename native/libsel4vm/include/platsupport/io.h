/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file platsupport/io.h
 * Access to devices, DMA memory and the heap, as code written for libsel4vm expects to find it.
 *
 * A member whose functions are NULL is not there: its calls answer NULL, 0 or an error.
 * sel4platsupport_new_io_ops() fills in what the root server offers.
 */
#include <stddef.h>
#include <stdint.h>

/* Upstream's headers bring these along. What reads declarations only, such as the generator of
 * bindings, has no C library. */
#if __has_include(<stdio.h>)
#include <errno.h>

#include <utils/util.h>
#endif

/** How the VMM will use memory. The root server maps it the same way in each case. */
typedef enum ps_mem_flags {
    /** No hint. */
    PS_MEM_NORMAL,
    /** Mostly read. */
    PS_MEM_HR,
    /** Mostly written. */
    PS_MEM_HW
} ps_mem_flags_t;

/** Map @p size bytes of physical memory at @p paddr. @return their address, or NULL */
typedef void *(*ps_io_map_fn_t)(void *cookie, uintptr_t paddr, size_t size, int cached,
                                ps_mem_flags_t flags);

/** Undo ps_io_map_fn_t; @p size as it was. */
typedef void (*ps_io_unmap_fn_t)(void *cookie, void *vaddr, size_t size);

/** Maps devices. */
typedef struct ps_io_mapper {
    /** Passed to the functions. */
    void *cookie;
    /** Maps. */
    ps_io_map_fn_t io_map_fn;
    /** Unmaps. */
    ps_io_unmap_fn_t io_unmap_fn;
} ps_io_mapper_t;

/**
 * Map registers of a device, or RAM that no one else has.
 * @param paddr   physical address, anywhere in a page
 * @param size    bytes
 * @param cached  non-zero: normal memory; 0: device memory
 * @return        address of @p paddr, or NULL
 */
void *ps_io_map(const ps_io_mapper_t *io_mapper, uintptr_t paddr, size_t size, int cached,
                ps_mem_flags_t flags);

/** Undo ps_io_map(). @param size as it was */
void ps_io_unmap(const ps_io_mapper_t *io_mapper, void *vaddr, size_t size);

/** I/O ports: Arm has none, the functions are NULL. */
typedef int (*ps_io_port_in_fn_t)(void *cookie, uint32_t port, int io_size, uint32_t *result);
/** I/O ports: Arm has none, the functions are NULL. */
typedef int (*ps_io_port_out_fn_t)(void *cookie, uint32_t port, int io_size, uint32_t val);

/** I/O ports: Arm has none. */
typedef struct ps_io_port_ops {
    /** Passed to the functions. */
    void *cookie;
    /** Reads a port. */
    ps_io_port_in_fn_t io_port_in_fn;
    /** Writes a port. */
    ps_io_port_out_fn_t io_port_out_fn;
} ps_io_port_ops_t;

/** Read an I/O port. @return 0, or -1 where there are none */
int ps_io_port_in(const ps_io_port_ops_t *port_ops, uint32_t port, int io_size, uint32_t *result);

/** Write an I/O port. @return 0, or -1 where there are none */
int ps_io_port_out(const ps_io_port_ops_t *port_ops, uint32_t port, int io_size, uint32_t val);

/** Cache maintenance of DMA memory. */
typedef enum dma_cache_op {
    /** Write back to the point of coherency: before a device reads. */
    DMA_CACHE_OP_CLEAN,
    /** Discard: after a device has written. */
    DMA_CACHE_OP_INVALIDATE,
    /** Both. */
    DMA_CACHE_OP_CLEAN_INVALIDATE
} dma_cache_op_t;

/** Allocates DMA memory, see ps_dma_alloc(). */
typedef void *(*ps_dma_alloc_fn_t)(void *cookie, size_t size, int align, int cached,
                                   ps_mem_flags_t flags);
/** Frees it. */
typedef void (*ps_dma_free_fn_t)(void *cookie, void *addr, size_t size);
/** Answers its physical address, 0 when it has none. */
typedef uintptr_t (*ps_dma_pin_fn_t)(void *cookie, void *addr, size_t size);
/** Undoes ps_dma_pin_fn_t. */
typedef void (*ps_dma_unpin_fn_t)(void *cookie, void *addr, size_t size);
/** Maintains the caches. */
typedef void (*ps_dma_cache_op_fn_t)(void *cookie, void *addr, size_t size, dma_cache_op_t op);

/** DMA memory. */
typedef struct ps_dma_man {
    /** Passed to the functions. */
    void *cookie;
    /** Allocates. */
    ps_dma_alloc_fn_t dma_alloc_fn;
    /** Frees. */
    ps_dma_free_fn_t dma_free_fn;
    /** Answers the physical address. */
    ps_dma_pin_fn_t dma_pin_fn;
    /** Undoes dma_pin_fn. */
    ps_dma_unpin_fn_t dma_unpin_fn;
    /** Maintains the caches. */
    ps_dma_cache_op_fn_t dma_cache_op_fn;
} ps_dma_man_t;

/**
 * Allocate memory that a device can reach: contiguous, physically too, and zeroed.
 * @param size    bytes, at most 1 GiB
 * @param align   bytes, a power of two
 * @param cached  non-zero: normal memory; 0: not cached
 * @return        its address, or NULL
 */
void *ps_dma_alloc(const ps_dma_man_t *dma_man, size_t size, int align, int cached,
                   ps_mem_flags_t flags);

/** Free ps_dma_alloc()'s memory. @param size as it was */
void ps_dma_free(const ps_dma_man_t *dma_man, void *addr, size_t size);

/** Physical address of DMA memory, 0 when @p addr and @p size are not inside one allocation. */
uintptr_t ps_dma_pin(const ps_dma_man_t *dma_man, void *addr, size_t size);

/** Undo ps_dma_pin(). DMA memory never moves: nothing is done. */
void ps_dma_unpin(const ps_dma_man_t *dma_man, void *addr, size_t size);

/** Maintain the caches of DMA memory. */
void ps_dma_cache_op(const ps_dma_man_t *dma_man, void *addr, size_t size, dma_cache_op_t op);

/** ps_dma_cache_op() with DMA_CACHE_OP_CLEAN. */
void ps_dma_cache_clean(const ps_dma_man_t *dma_man, void *addr, size_t size);

/** ps_dma_cache_op() with DMA_CACHE_OP_INVALIDATE. */
void ps_dma_cache_invalidate(const ps_dma_man_t *dma_man, void *addr, size_t size);

/** ps_dma_cache_op() with DMA_CACHE_OP_CLEAN_INVALIDATE. */
void ps_dma_cache_clean_invalidate(const ps_dma_man_t *dma_man, void *addr, size_t size);

/** Allocates, see ps_malloc(). */
typedef int (*ps_malloc_fn_t)(void *cookie, size_t size, void **ptr);
/** Allocates and clears, see ps_calloc(). */
typedef int (*ps_calloc_fn_t)(void *cookie, size_t nmemb, size_t size, void **ptr);
/** Frees, see ps_free(). */
typedef int (*ps_free_fn_t)(void *cookie, size_t size, void *ptr);

/** A heap. */
typedef struct ps_malloc_ops {
    /** Allocates. */
    ps_malloc_fn_t malloc;
    /** Allocates and clears. */
    ps_calloc_fn_t calloc;
    /** Frees. */
    ps_free_fn_t free;
    /** Passed to the functions. */
    void *cookie;
} ps_malloc_ops_t;

/** Allocate. A size of 0 allocates nothing. @return 0, EINVAL, ENOSYS or ENOMEM */
int ps_malloc(const ps_malloc_ops_t *ops, size_t size, void **ptr);

/** Allocate and clear. A size of 0 allocates nothing. @return 0, EINVAL, ENOSYS or ENOMEM */
int ps_calloc(const ps_malloc_ops_t *ops, size_t nmemb, size_t size, void **ptr);

/** Free. @param size bytes, as they were allocated @return 0, EINVAL or ENOSYS */
int ps_free(const ps_malloc_ops_t *ops, size_t size, void *ptr);

/** The C library's heap as @p ops. @return 0 or EINVAL */
int ps_new_stdlib_malloc_ops(ps_malloc_ops_t *ops);

/** Answers the device tree. */
typedef char *(*ps_io_fdt_get_fn_t)(void *cookie);

/** The device tree of the machine. */
typedef struct ps_io_fdt {
    /** Passed to the function. */
    void *cookie;
    /** Answers the tree. */
    ps_io_fdt_get_fn_t get_fn;
} ps_io_fdt_t;

/** The device tree of the machine, which is not to be written; NULL when there is none. */
char *ps_io_fdt_get(const ps_io_fdt_t *io_fdt);

/** Everything a driver needs. */
typedef struct ps_io_ops {
    /** Devices. */
    ps_io_mapper_t io_mapper;
    /** I/O ports: none on Arm. */
    ps_io_port_ops_t io_port_ops;
    /** DMA memory. */
    ps_dma_man_t dma_manager;
    /** Device tree. */
    ps_io_fdt_t io_fdt;
    /** Heap. */
    ps_malloc_ops_t malloc_ops;
} ps_io_ops_t;
