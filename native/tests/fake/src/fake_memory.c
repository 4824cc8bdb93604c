/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Physical memory: a sparse file, mapped once as a whole and again wherever the root task maps a
 * frame. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fake_internal.h"

#define PHYSICAL_SIZE 0x80000000ul

/* The root task's address space lies where AddressSanitizer's shadow has its gap; unprotected, the
 * gap has a shadow of its own. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "protect_shadow_gap=0";
}

static int file = -1;
static char *physical;

static void fatal(const char *what)
{
    perror(what);
    abort();
}

void memory_reset(void)
{
    if (file < 0) {
        file = memfd_create("physical memory", 0);
        if (file < 0 || ftruncate(file, (off_t)PHYSICAL_SIZE) != 0) {
            fatal("memfd");
        }
        physical =
            mmap(NULL, PHYSICAL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file, 0);
        if (physical == MAP_FAILED) {
            fatal("mmap");
        }
    }
    if (fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t)PHYSICAL_SIZE) != 0) {
        fatal("fallocate");
    }
}

void memory_zero(uintptr_t paddr, unsigned bits)
{
    if (bits <= seL4_PageBits) {
        memset(physical + paddr, 0, 1ul << bits);
    } else if (fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)paddr,
                         (off_t)(1ul << bits)) != 0) {
        fatal("fallocate");
    }
}

bool memory_map(uintptr_t vaddr, uintptr_t paddr, unsigned bits, bool write)
{
    int protection = write ? PROT_READ | PROT_WRITE : PROT_READ;
    return mmap((void *)vaddr, 1ul << bits, protection, MAP_SHARED | MAP_FIXED, file,
                (off_t)paddr) != MAP_FAILED;
}

void memory_unmap(uintptr_t vaddr, unsigned bits)
{
    /* Inaccessible rather than free, so that nobody else's mapping comes to lie there. */
    if (mmap((void *)vaddr, 1ul << bits, PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) == MAP_FAILED) {
        fatal("mmap");
    }
}

void *fake_physical(uintptr_t paddr)
{
    return paddr < PHYSICAL_SIZE ? physical + paddr : NULL;
}
