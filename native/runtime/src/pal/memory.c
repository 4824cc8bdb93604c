/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Native memory: malloc and its relatives, and address space that is reserved first and backed
 * later. */
#include "pal.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Interop.Sys.MemoryMappedProtections */
#define PROTECTION_NONE  0
#define PROTECTION_WRITE 2

void *SystemNative_Malloc(size_t size);
void *SystemNative_Calloc(size_t count, size_t size);
void *SystemNative_Realloc(void *memory, size_t size);
void SystemNative_Free(void *memory);
void *SystemNative_AlignedAlloc(size_t alignment, size_t size);
void *SystemNative_AlignedRealloc(void *memory, size_t alignment, size_t size);
void SystemNative_AlignedFree(void *memory);
void *SystemNative_MMap(void *address, uint64_t length, int32_t protection, int32_t flags,
                        intptr_t file, int64_t offset);
int32_t SystemNative_MUnmap(void *address, uint64_t length);
int32_t SystemNative_MProtect(void *address, uint64_t length, int32_t protection);
int32_t SystemNative_MAdvise(void *address, uint64_t length, int32_t advice);

static void *checked(void *memory)
{
    if (memory == NULL) {
        pal_set_error(PAL_ENOMEM);
    }
    return memory;
}

void *SystemNative_Malloc(size_t size)
{
    return checked(malloc(size));
}

void *SystemNative_Calloc(size_t count, size_t size)
{
    return checked(calloc(count, size));
}

void *SystemNative_Realloc(void *memory, size_t size)
{
    return checked(realloc(memory, size));
}

void SystemNative_Free(void *memory)
{
    free(memory);
}

void *SystemNative_AlignedAlloc(size_t alignment, size_t size)
{
    return checked(memalign(alignment, size));
}

void *SystemNative_AlignedRealloc(void *memory, size_t alignment, size_t size)
{
    void *moved = SystemNative_AlignedAlloc(alignment, size);
    if (moved != NULL && memory != NULL) {
        size_t old = malloc_usable_size(memory);
        memcpy(moved, memory, old < size ? old : size);
        free(memory);
    }
    return moved;
}

void SystemNative_AlignedFree(void *memory)
{
    free(memory);
}

static size_t whole_pages(uint64_t length)
{
    return (size_t)((length + RT_PAGE_SIZE - 1) & ~(uint64_t)(RT_PAGE_SIZE - 1));
}

/* Anonymous memory only: `file` is always -1 from the parts of the library that work here. */
void *SystemNative_MMap(void *address, uint64_t length, int32_t protection, int32_t flags,
                        intptr_t file, int64_t offset)
{
    (void)flags;
    (void)offset;
    if (file != -1 || address != NULL) {
        pal_not_supported("MMap");
    }
    size_t bytes = whole_pages(length);
    void *memory = bytes == 0 ? NULL : rt_pages_reserve(bytes, 12);
    if (memory != NULL && protection != PROTECTION_NONE && !rt_pages_commit(memory, bytes)) {
        rt_pages_release(memory, bytes);
        memory = NULL;
    }
    return checked(memory);
}

int32_t SystemNative_MUnmap(void *address, uint64_t length)
{
    rt_pages_release(address, whole_pages(length));
    return 0;
}

/* Protections other than "none" and "read and write" do not occur. */
int32_t SystemNative_MProtect(void *address, uint64_t length, int32_t protection)
{
    if ((protection & PROTECTION_WRITE) != 0) {
        return rt_pages_commit(address, whole_pages(length)) ? 0 : pal_fail(PAL_ENOMEM);
    }
    return pal_fail(PAL_ENOTSUP);
}

int32_t SystemNative_MAdvise(void *address, uint64_t length, int32_t advice)
{
    (void)address;
    (void)length;
    (void)advice;
    return 0;
}
