/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file counted_heap.h
 * The heap of libsel4vm and the shim in tests, which are built to call heap_malloc() and its kin in
 * place of the C library's functions: what lives is counted, and the n-th allocation can fail.
 */
#include <stdbool.h>
#include <stddef.h>

void *heap_malloc(size_t size);
void *heap_calloc(size_t count, size_t size);
void *heap_realloc(void *old, size_t size);
void heap_free(void *pointer);

/** Allocations that live. */
long heap_live(void);

/** Let the @p n-th allocation from now on fail; 0: none. */
void heap_fail(unsigned long n);

/** true when the allocation chosen with heap_fail() has come. */
bool heap_failed(void);
