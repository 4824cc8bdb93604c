/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Older names that programs still use.
 */
#pragma once

#include <sel4/arch/deprecated.h>
#include <sel4/faults.h>
#include <sel4/functions.h>
#include <sel4/sel4_arch/deprecated.h>

typedef seL4_CapRights_t seL4_CapRights SEL4_DEPRECATED("use seL4_CapRights_t");
typedef seL4_Fault_tag_t seL4_FaultType SEL4_DEPRECATED("use seL4_Fault_tag_t");
typedef seL4_Word seL4_CapData_t SEL4_DEPRECATED("badge and guard data are just seL4_Word type");

LIBSEL4_INLINE_FUNC SEL4_DEPRECATED("use the returned tag") seL4_MessageInfo_t seL4_GetTag(void)
{
    return seL4_GetIPCBuffer()->tag;
}

LIBSEL4_INLINE_FUNC
SEL4_DEPRECATED("pass the tag to the call") void seL4_SetTag(seL4_MessageInfo_t tag)
{
    seL4_GetIPCBuffer()->tag = tag;
}

LIBSEL4_INLINE_FUNC SEL4_DEPRECATED("badges do not need to be constructed") seL4_Word
    seL4_CapData_Badge_new(seL4_Word badge)
{
    return badge;
}

LIBSEL4_INLINE_FUNC SEL4_DEPRECATED("use seL4_CNode_CapData_new().words[0]") seL4_Word
    seL4_CapData_Guard_new(seL4_Word guard, seL4_Word bits)
{
    return seL4_CNode_CapData_new(guard, bits).words[0];
}
