/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Geometry and allocation of the thunks in thunk_stubs.S, as CoreLib's ThunkPool asks for them. */

#include <runtime/exports.h>

#include "thunks.h"

/* HRESULTs of COM. */
#define S_OK          0
#define E_OUTOFMEMORY ((int32_t)0x8007000e)

extern const char rt_thunk_stubs[], rt_thunk_common[];

uint8_t rt_thunk_data[THUNK_BLOCKS * THUNK_BLOCK_SIZE] __attribute__((aligned(THUNK_BLOCK_SIZE)));
__thread uintptr_t rt_thunk_context;

static uint32_t next_block;

int32_t RhpGetNumThunkBlocksPerMapping(void)
{
    return 1;
}

int32_t RhpGetNumThunksPerBlock(void)
{
    return THUNKS_PER_BLOCK;
}

int32_t RhpGetThunkSize(void)
{
    return THUNK_SIZE;
}

int32_t RhpGetThunkBlockSize(void)
{
    return THUNK_BLOCK_SIZE;
}

static uintptr_t block_of(uintptr_t address)
{
    return address & ~(uintptr_t)(THUNK_BLOCK_SIZE - 1);
}

uintptr_t RhpGetThunkDataBlockAddress(uintptr_t stub)
{
    return block_of(stub) - (uintptr_t)rt_thunk_stubs + (uintptr_t)rt_thunk_data;
}

uintptr_t RhpGetThunkStubsBlockAddress(uintptr_t data)
{
    return block_of(data) - (uintptr_t)rt_thunk_data + (uintptr_t)rt_thunk_stubs;
}

/* The next unused block in *stubs; anything but S_OK makes CoreLib throw OutOfMemoryException. */
int32_t RhAllocateThunksMapping(uintptr_t *stubs)
{
    uint32_t block = __atomic_fetch_add(&next_block, 1, __ATOMIC_RELAXED);

    if (block >= THUNK_BLOCKS) {
        __atomic_store_n(&next_block, THUNK_BLOCKS, __ATOMIC_RELAXED);
        return E_OUTOFMEMORY;
    }
    *stubs = (uintptr_t)rt_thunk_stubs + (uintptr_t)block * THUNK_BLOCK_SIZE;
    return S_OK;
}

uintptr_t RhGetCommonStubAddress(void)
{
    return (uintptr_t)rt_thunk_common;
}

uintptr_t RhGetCurrentThunkContext(void)
{
    return rt_thunk_context;
}
