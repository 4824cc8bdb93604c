/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "kapi.h"

#include <rootserver/slots.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define KEPT_MAX 1024

/* One thing to undo. */
typedef struct kept {
    enum { KEPT_OBJECT, KEPT_SLOT, KEPT_MAPPING, KEPT_ADDRESSES } kind;
    rs_object_t object;
    seL4_CPtr cap;
    uintptr_t vaddr;
    size_t size;
} kept_t;

static kept_t kept[KEPT_MAX];
static size_t kept_count;
static jmp_buf leave;
static char message[256];

static const char *failed_file = __FILE__;
static int failed_line;

const char *kapi_message(void)
{
    return message;
}

const char *kapi_file(void)
{
    return failed_file;
}

int kapi_line(void)
{
    return failed_line;
}

_Noreturn void kapi_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    failed_file = file;
    failed_line = line;
    longjmp(leave, KAPI_FAILED);
}

_Noreturn void kapi_skip(const char *reason)
{
    snprintf(message, sizeof(message), "%s", reason);
    longjmp(leave, KAPI_SKIPPED);
}

static kept_t *keep(void)
{
    HOLDS(kept_count < KEPT_MAX);
    kept_t *entry = &kept[kept_count++];
    memset(entry, 0, sizeof(*entry));
    return entry;
}

static void undo(kept_t *entry)
{
    switch (entry->kind) {
    case KEPT_OBJECT:
        rs_object_free(&entry->object);
        break;
    case KEPT_SLOT:
        kapi_delete(entry->cap);
        rs_slot_free(entry->cap);
        break;
    case KEPT_MAPPING:
        rs_vspace_unmap(rs_vspace_self(), entry->cap, entry->vaddr, entry->size);
        break;
    case KEPT_ADDRESSES:
        rs_vspace_release(entry->vaddr, entry->size);
        break;
    }
}

static void undo_all(void)
{
    while (kept_count > 0) {
        undo(&kept[--kept_count]);
    }
    kapi_threads_forget();
}

/* Did the case give everything back? */
static bool same(const rs_memory_stats_t *before, const rs_memory_stats_t *after)
{
    if (before->free_bytes == after->free_bytes && before->used_bytes == after->used_bytes &&
        before->device_bytes == after->device_bytes &&
        before->live_objects == after->live_objects && before->free_slots == after->free_slots &&
        before->live_tables == after->live_tables) {
        return true;
    }
    snprintf(message, sizeof(message),
             "leak: free bytes %td, objects %td, slots %td, tables %td more than before",
             (ptrdiff_t)(after->free_bytes - before->free_bytes),
             (ptrdiff_t)(after->live_objects - before->live_objects),
             (ptrdiff_t)(after->free_slots - before->free_slots),
             (ptrdiff_t)(after->live_tables - before->live_tables));
    return false;
}

kapi_outcome_t kapi_run(void (*body)(void))
{
    rs_memory_stats_t before = rs_memory_stats();
    kapi_outcome_t outcome = KAPI_PASSED;
    int left = setjmp(leave);
    if (left == 0) {
        body();
    } else {
        outcome = (kapi_outcome_t)left;
    }
    undo_all();
    rs_memory_stats_t after = rs_memory_stats();
    if (outcome != KAPI_FAILED && !same(&before, &after)) {
        outcome = KAPI_FAILED;
    }
    return outcome;
}

seL4_CPtr kapi_object(seL4_Word type, seL4_Word size_bits)
{
    rs_object_t object;
    OK(rs_object_alloc(type, size_bits, &object));
    kept_t *entry = keep();
    entry->kind = KEPT_OBJECT;
    entry->object = object;
    return object.cptr;
}

seL4_CPtr kapi_object_at(seL4_Word type, seL4_Word size_bits, uintptr_t paddr)
{
    rs_object_t object;
    OK(rs_object_alloc_at(type, size_bits, paddr, &object));
    kept_t *entry = keep();
    entry->kind = KEPT_OBJECT;
    entry->object = object;
    return object.cptr;
}

seL4_CPtr kapi_slot(void)
{
    seL4_CPtr slot = rs_slot_alloc();
    NE(slot, seL4_CapNull);
    kept_t *entry = keep();
    entry->kind = KEPT_SLOT;
    entry->cap = slot;
    return slot;
}

seL4_CPtr kapi_slots(seL4_Word n)
{
    seL4_CPtr first = 0;
    seL4_Word run = 0;
    for (seL4_Word tries = 0; run < n; tries++) {
        HOLDS(tries < KEPT_MAX / 2);
        seL4_CPtr slot = kapi_slot();
        run = run > 0 && slot == first + run ? run + 1 : 1;
        first = slot + 1 - run;
    }
    return first;
}

seL4_CPtr kapi_copy(seL4_CPtr source, seL4_CapRights_t rights)
{
    seL4_CPtr slot = kapi_slot();
    OK(seL4_CNode_Copy(KROOT, slot, KDEPTH, KROOT, source, KDEPTH, rights));
    return slot;
}

seL4_CPtr kapi_mint(seL4_CPtr source, seL4_CapRights_t rights, seL4_Word badge)
{
    seL4_CPtr slot = kapi_slot();
    OK(seL4_CNode_Mint(KROOT, slot, KDEPTH, KROOT, source, KDEPTH, rights, badge));
    return slot;
}

seL4_Error kapi_retype(seL4_CPtr untyped, seL4_Word type, seL4_Word size_bits, seL4_CPtr slot)
{
    return seL4_Untyped_Retype(untyped, type, size_bits, KROOT, 0, 0, slot, 1);
}

bool kapi_empty(seL4_CPtr slot)
{
    /* A move of an empty slot finds no source; of a full one onto itself, no empty destination. */
    seL4_Error error = seL4_CNode_Move(KROOT, slot, KDEPTH, KROOT, slot, KDEPTH);
    HOLDS(error == seL4_FailedLookup || error == seL4_DeleteFirst);
    return error == seL4_FailedLookup;
}

uintptr_t kapi_reserve(size_t bytes, seL4_Word align_bits)
{
    uintptr_t vaddr = rs_vspace_reserve(bytes, align_bits);
    NE(vaddr, 0);
    kept_t *entry = keep();
    entry->kind = KEPT_ADDRESSES;
    entry->vaddr = vaddr;
    entry->size = bytes;
    return vaddr;
}

void *kapi_map(seL4_CPtr frame, seL4_Word size_bits, seL4_CapRights_t rights,
               seL4_ARM_VMAttributes attributes)
{
    uintptr_t vaddr = kapi_reserve(LIBSEL4_BIT(size_bits), size_bits);
    OK(rs_vspace_map(rs_vspace_self(), frame, vaddr, size_bits, rights, attributes));
    kept_t *entry = keep();
    entry->kind = KEPT_MAPPING;
    entry->cap = frame;
    entry->vaddr = vaddr;
    entry->size = size_bits;
    return (void *)vaddr;
}

void *kapi_page(seL4_CPtr *frame)
{
    *frame = kapi_object(seL4_ARM_SmallPageObject, 0);
    return kapi_map(*frame, seL4_PageBits, seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
}

seL4_CPtr kapi_vspace(void)
{
    seL4_CPtr vspace = kapi_object(seL4_ARM_VSpaceObject, 0);
    OK(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, vspace));
    return vspace;
}
