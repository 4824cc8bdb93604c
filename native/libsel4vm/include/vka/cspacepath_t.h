/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/cspacepath_t.h
 * A slot of the root task's CSpace, in the form that the seL4_CNode_* calls take.
 */
#include <sel4/sel4.h>

/** A slot of a CSpace. */
typedef struct cspacepath {
    /** Capability pointer of the slot. */
    seL4_CPtr capPtr;
    /** Bits of @ref capPtr to resolve. */
    seL4_Word capDepth;
    /** CNode that holds the slot. */
    seL4_CNode root;
    /** Destination CNode argument for retype (0: root itself). */
    seL4_Word dest;
    /** Depth of @ref dest. */
    seL4_Word destDepth;
    /** Offset of the slot inside the CNode. */
    seL4_Word offset;
    /** Number of slots: 1. */
    seL4_Word window;
} cspacepath_t;
