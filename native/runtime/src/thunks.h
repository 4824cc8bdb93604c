/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* CoreLib's ThunkPool: two pointers of data a thunk; the last word of a data block is taken. */
#define THUNK_SIZE       16
#define THUNK_BLOCK_BITS 12
#define THUNK_BLOCK_SIZE (1 << THUNK_BLOCK_BITS)
#define THUNKS_PER_BLOCK (THUNK_BLOCK_SIZE / THUNK_SIZE - 1)

/* 4 * 255 delegates may be function pointers at the same time. */
#define THUNK_BLOCKS 4
