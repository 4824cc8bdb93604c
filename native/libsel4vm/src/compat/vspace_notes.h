/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * What is to be remembered of a mapped page beside the root server's record: the cookie, and
 * whether the library made the frame or the copy of its capability. Notes are found by the
 * capability's slot.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sel4/sel4.h>

typedef enum vmi_page_kind {
    VMI_PAGE_OF_CALLER,
    VMI_PAGE_MADE, /* frame and slot are the library's; the cookie is the frame's block */
    VMI_PAGE_COPY, /* the slot and the capability in it are the library's */
} vmi_page_kind_t;

typedef struct vmi_page_note {
    struct vmi_page_note *next;
    seL4_CPtr cap;
    uintptr_t cookie;
    vmi_page_kind_t kind;
} vmi_page_note_t;

/* Remembers a page. A page of the caller's without a cookie needs no note. False when the heap is
 * used up. */
bool vmi_note_add(seL4_CPtr cap, uintptr_t cookie, vmi_page_kind_t kind);

/* The note of a page, an empty one when there is none; with forget it is removed. */
vmi_page_note_t vmi_note_of(seL4_CPtr cap, bool forget);
