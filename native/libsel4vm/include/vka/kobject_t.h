/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/kobject_t.h
 * Names for kinds of kernel objects that do not depend on the architecture.
 */
#include <sel4/sel4.h>

/** A kind of kernel object. */
typedef enum kobject {
    KOBJECT_FRAME,
    KOBJECT_PAGE_TABLE,
    KOBJECT_PAGE_GLOBAL_DIRECTORY,
    KOBJECT_VCPU,
    KOBJECT_TCB,
    KOBJECT_CNODE,
    KOBJECT_UNTYPED,
    KOBJECT_ENDPOINT,
    KOBJECT_NOTIFICATION,
} kobject_t;

/**
 * Object type of a kind, as seL4_Untyped_Retype takes it.
 * @param size_bits  log2 of the bytes of a frame; ignored for other kinds
 * @return           the type, or one that every allocation refuses when @p type or @p size_bits is
 *                   unknown
 */
seL4_Word kobject_get_type(kobject_t type, seL4_Word size_bits);

/**
 * log2 of the memory that an object of this kind takes.
 * @param size_bits  log2 of bytes (frame, untyped) or of slots (CNode); ignored for others
 * @return           the size in bits; 0 for what does not exist
 */
seL4_Word kobject_get_size(kobject_t type, seL4_Word size_bits);
