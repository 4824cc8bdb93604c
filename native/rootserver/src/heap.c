/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * malloc. Memory comes in chunks whose start is a multiple of CHUNK_SIZE, so that the chunk of a
 * block is found by masking its address. A slab chunk holds blocks of one size class; a large chunk
 * holds one block. Freed blocks of a slab form a list inside themselves; an empty slab is kept one
 * a class, more are given back.
 */

#include "park.h"

#include <errno.h>
#include <malloc.h>
#include <rootserver/heap.h>
#include <rootserver/pages.h>
#include <rootserver/vspace.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BITS 16u
#define CHUNK_SIZE ((size_t)1 << CHUNK_BITS)
#define ALIGNMENT  16u

/* Size classes: 16, 32, ... 128, then four a power of two up to 14336 (four blocks in a slab). */
#define LINEAR_MAX   128u
#define LINEAR_COUNT (LINEAR_MAX / ALIGNMENT)
#define SLAB_MAX     14336u
#define CLASS_COUNT  35u
#define CLASS_LARGE  UINT32_MAX

typedef struct chunk {
    uint32_t class;            /* or CLASS_LARGE */
    uint32_t used;             /* slab: blocks in use */
    uint32_t capacity;         /* slab: blocks in all */
    uint32_t fresh;            /* slab: blocks never used so far, at the end */
    size_t size;               /* slab: of a block; large: bytes mapped */
    void *free;                /* slab: list of freed blocks */
    struct chunk *next, *prev; /* slab: list of slabs with room */
} chunk_t;

#define HEADER_SIZE 64u
_Static_assert(sizeof(chunk_t) <= HEADER_SIZE, "blocks start behind the header");

static rs_mutex_t lock;
static chunk_t *with_room[CLASS_COUNT];
static uint32_t empty_slabs[CLASS_COUNT];

static unsigned class_of(size_t size)
{
    if (size <= LINEAR_MAX) {
        return (unsigned)((size + ALIGNMENT - 1) / ALIGNMENT) - 1;
    }
    /* 2^power < size <= 2^(power + 1), quarters of that step above 2^power. */
    unsigned power = 63u - (unsigned)__builtin_clzll(size - 1);
    unsigned quarter = (unsigned)((size - 1) >> (power - 2)) & 3;
    return LINEAR_COUNT + (power - 7) * 4 + quarter;
}

static size_t class_size(unsigned class)
{
    if (class < LINEAR_COUNT) {
        return (class + 1) * (size_t)ALIGNMENT;
    }
    unsigned power = (class - LINEAR_COUNT) / 4 + 7;
    unsigned quarter = (class - LINEAR_COUNT) % 4;
    return ((size_t)1 << power) + ((size_t)(quarter + 1) << (power - 2));
}

static chunk_t *chunk_of(const void *block)
{
    return (chunk_t *)((uintptr_t)block & ~(uintptr_t)(CHUNK_SIZE - 1));
}

static chunk_t *map_chunk(size_t bytes)
{
    uintptr_t vaddr = rs_vspace_reserve(bytes, CHUNK_BITS);
    if (vaddr != 0 && !rs_pages_commit(vaddr, bytes)) {
        rs_vspace_release(vaddr, bytes);
        vaddr = 0;
    }
    return (chunk_t *)vaddr;
}

static void unmap_chunk(chunk_t *chunk, size_t bytes)
{
    rs_pages_free(chunk, bytes);
}

static void list_add(chunk_t *slab)
{
    chunk_t **head = &with_room[slab->class];
    slab->prev = NULL;
    slab->next = *head;
    if (*head != NULL) {
        (*head)->prev = slab;
    }
    *head = slab;
}

static void list_remove(chunk_t *slab)
{
    if (slab->prev != NULL) {
        slab->prev->next = slab->next;
    } else {
        with_room[slab->class] = slab->next;
    }
    if (slab->next != NULL) {
        slab->next->prev = slab->prev;
    }
}

static chunk_t *new_slab(unsigned class)
{
    chunk_t *slab = map_chunk(CHUNK_SIZE);
    if (slab != NULL) {
        slab->class = class;
        slab->size = class_size(class);
        slab->capacity = (uint32_t)((CHUNK_SIZE - HEADER_SIZE) / slab->size);
        slab->fresh = slab->capacity;
        list_add(slab);
        empty_slabs[class]++;
    }
    return slab;
}

static void *alloc_small(size_t size)
{
    unsigned class = class_of(size);
    rs_critical_lock(&lock);
    chunk_t *slab = with_room[class] != NULL ? with_room[class] : new_slab(class);
    void *block = NULL;
    if (slab != NULL) {
        empty_slabs[class] -= slab->used == 0;
        if (slab->free != NULL) {
            block = slab->free;
            slab->free = *(void **)block;
        } else {
            block = (char *)slab + HEADER_SIZE + (slab->capacity - slab->fresh) * slab->size;
            slab->fresh--;
        }
        slab->used++;
        if (slab->used == slab->capacity) {
            list_remove(slab);
        }
    }
    rs_critical_unlock(&lock);
    return block;
}

static void free_small(chunk_t *slab, void *block)
{
    rs_critical_lock(&lock);
    *(void **)block = slab->free;
    slab->free = block;
    if (slab->used == slab->capacity) {
        list_add(slab);
    }
    slab->used--;
    bool surplus = slab->used == 0 && empty_slabs[slab->class] != 0;
    if (surplus) {
        list_remove(slab);
    } else {
        empty_slabs[slab->class] += slab->used == 0;
    }
    rs_critical_unlock(&lock);
    if (surplus) {
        unmap_chunk(slab, CHUNK_SIZE);
    }
}

/* The block of a large chunk starts offset bytes into it. */
static void *alloc_large(size_t size, size_t offset)
{
    size_t bytes = (offset + size + RS_PAGE_SIZE - 1) & ~(RS_PAGE_SIZE - 1);
    if (bytes < size) {
        return NULL;
    }
    chunk_t *chunk = map_chunk(bytes);
    if (chunk == NULL) {
        return NULL;
    }
    chunk->class = CLASS_LARGE;
    chunk->size = bytes;
    return (char *)chunk + offset;
}

void *malloc(size_t size)
{
    void *block =
        size > SLAB_MAX ? alloc_large(size, HEADER_SIZE) : alloc_small(size + (size == 0));
    if (block == NULL) {
        errno = ENOMEM;
    }
    return block;
}

void free(void *block)
{
    if (block == NULL) {
        return;
    }
    chunk_t *chunk = chunk_of(block);
    if (chunk->class == CLASS_LARGE) {
        unmap_chunk(chunk, chunk->size);
    } else {
        free_small(chunk, block);
    }
}

void *calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = malloc(bytes);
    /* Fresh pages are zero. */
    if (block != NULL && chunk_of(block)->class != CLASS_LARGE) {
        memset(block, 0, bytes);
    }
    return block;
}

size_t malloc_usable_size(void *block)
{
    if (block == NULL) {
        return 0;
    }
    const chunk_t *chunk = chunk_of(block);
    return chunk->class == CLASS_LARGE ? chunk->size - ((uintptr_t)block - (uintptr_t)chunk)
                                       : chunk->size;
}

void *realloc(void *block, size_t size)
{
    if (block == NULL) {
        return malloc(size);
    }
    size_t room = malloc_usable_size(block);
    /* Shrinking stays in place unless most of the block would lie idle. */
    if (size <= room && size >= room / 4) {
        return block;
    }
    void *moved = malloc(size);
    if (moved != NULL) {
        memcpy(moved, block, size < room ? size : room);
        free(block);
    }
    return moved;
}

void *memalign(size_t alignment, size_t size)
{
    if (alignment <= ALIGNMENT) {
        return malloc(size);
    }
    /* Classes that are powers of two are not aligned behind the header: aligned blocks are large.
     */
    if ((alignment & (alignment - 1)) != 0 || alignment >= CHUNK_SIZE) {
        errno = EINVAL;
        return NULL;
    }
    void *block = alloc_large(size, alignment > HEADER_SIZE ? alignment : HEADER_SIZE);
    if (block == NULL) {
        errno = ENOMEM;
    }
    return block;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    *out = memalign(alignment, size);
    return *out == NULL ? ENOMEM : 0;
}

/* An empty slab of a class has room, so it is in the class's list. */
static chunk_t *take_empty(unsigned class)
{
    for (chunk_t *slab = with_room[class]; slab != NULL; slab = slab->next) {
        if (slab->used == 0) {
            list_remove(slab);
            empty_slabs[class]--;
            return slab;
        }
    }
    return NULL;
}

void rs_heap_trim(void)
{
    for (unsigned class = 0; class < CLASS_COUNT; class ++) {
        rs_critical_lock(&lock);
        chunk_t *slab = take_empty(class);
        rs_critical_unlock(&lock);
        if (slab != NULL) {
            unmap_chunk(slab, CHUNK_SIZE);
        }
    }
}
