/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Notes about pages that clients of vspace_t have mapped. */
#include "compat/vspace_notes.h"

#include <stdlib.h>

#include <rootserver/sync.h>

#define BUCKETS 256u

static vmi_page_note_t *buckets[BUCKETS];
static rs_mutex_t lock;

bool vmi_note_add(seL4_CPtr cap, uintptr_t cookie, vmi_page_kind_t kind)
{
    if (cookie == 0 && kind == VMI_PAGE_OF_CALLER) {
        return true;
    }
    vmi_page_note_t *note = malloc(sizeof *note);
    if (note == NULL) {
        return false;
    }
    rs_mutex_lock(&lock);
    vmi_page_note_t **head = &buckets[cap % BUCKETS];
    *note = (vmi_page_note_t){*head, cap, cookie, kind};
    *head = note;
    rs_mutex_unlock(&lock);
    return true;
}

vmi_page_note_t vmi_note_of(seL4_CPtr cap, bool forget)
{
    vmi_page_note_t found = {.cap = cap, .kind = VMI_PAGE_OF_CALLER};
    rs_mutex_lock(&lock);
    vmi_page_note_t **link = &buckets[cap % BUCKETS];
    while (*link != NULL && (*link)->cap != cap) {
        link = &(*link)->next;
    }
    vmi_page_note_t *note = *link;
    if (note != NULL) {
        found = *note;
        if (forget) {
            *link = note->next;
            free(note);
        }
    }
    rs_mutex_unlock(&lock);
    return found;
}
