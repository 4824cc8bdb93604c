/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * One-word structures that user programs and the kernel exchange.
 */
#pragma once

#include <sel4/bitfield.h>

/* The guard of a CNode capability: the badge argument of seL4_CNode_Mint on one. */
struct seL4_CNode_CapData {
    seL4_Uint64 words[1];
};
typedef struct seL4_CNode_CapData seL4_CNode_CapData_t;

LIBSEL4_FIELD(seL4_CNode_CapData_t, seL4_CNode_CapData, guard, 0, 6, 58)
LIBSEL4_FIELD(seL4_CNode_CapData_t, seL4_CNode_CapData, guardSize, 0, 0, 6)

LIBSEL4_INLINE_FUNC seL4_CNode_CapData_t CONST seL4_CNode_CapData_new(seL4_Uint64 guard,
                                                                      seL4_Uint64 guardSize)
{
    seL4_CNode_CapData_t block = {{guard << 6 | (guardSize & LIBSEL4_FIELD_MASK(6))}};
    return block;
}

LIBSEL4_INLINE_FUNC void seL4_CNode_CapData_ptr_new(seL4_CNode_CapData_t *block_ptr,
                                                    seL4_Uint64 guard, seL4_Uint64 guardSize)
{
    *block_ptr = seL4_CNode_CapData_new(guard, guardSize);
}

/* Access rights of a capability. */
struct seL4_CapRights {
    seL4_Uint64 words[1];
};
typedef struct seL4_CapRights seL4_CapRights_t;

LIBSEL4_FIELD(seL4_CapRights_t, seL4_CapRights, capAllowGrantReply, 0, 3, 1)
LIBSEL4_FIELD(seL4_CapRights_t, seL4_CapRights, capAllowGrant, 0, 2, 1)
LIBSEL4_FIELD(seL4_CapRights_t, seL4_CapRights, capAllowRead, 0, 1, 1)
LIBSEL4_FIELD(seL4_CapRights_t, seL4_CapRights, capAllowWrite, 0, 0, 1)

LIBSEL4_INLINE_FUNC seL4_CapRights_t CONST seL4_CapRights_new(seL4_Uint64 capAllowGrantReply,
                                                              seL4_Uint64 capAllowGrant,
                                                              seL4_Uint64 capAllowRead,
                                                              seL4_Uint64 capAllowWrite)
{
    seL4_CapRights_t block = {{(capAllowGrantReply & 1) << 3 | (capAllowGrant & 1) << 2 |
                               (capAllowRead & 1) << 1 | (capAllowWrite & 1)}};
    return block;
}

LIBSEL4_INLINE_FUNC void seL4_CapRights_ptr_new(seL4_CapRights_t *block_ptr,
                                                seL4_Uint64 capAllowGrantReply,
                                                seL4_Uint64 capAllowGrant, seL4_Uint64 capAllowRead,
                                                seL4_Uint64 capAllowWrite)
{
    *block_ptr = seL4_CapRights_new(capAllowGrantReply, capAllowGrant, capAllowRead, capAllowWrite);
}

/* The tag of a message. */
struct seL4_MessageInfo {
    seL4_Uint64 words[1];
};
typedef struct seL4_MessageInfo seL4_MessageInfo_t;

LIBSEL4_FIELD(seL4_MessageInfo_t, seL4_MessageInfo, label, 0, 12, 52)
LIBSEL4_FIELD(seL4_MessageInfo_t, seL4_MessageInfo, capsUnwrapped, 0, 9, 3)
LIBSEL4_FIELD(seL4_MessageInfo_t, seL4_MessageInfo, extraCaps, 0, 7, 2)
LIBSEL4_FIELD(seL4_MessageInfo_t, seL4_MessageInfo, length, 0, 0, 7)

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t CONST seL4_MessageInfo_new(seL4_Uint64 label,
                                                                  seL4_Uint64 capsUnwrapped,
                                                                  seL4_Uint64 extraCaps,
                                                                  seL4_Uint64 length)
{
    seL4_MessageInfo_t block = {{label << 12 | (capsUnwrapped & LIBSEL4_FIELD_MASK(3)) << 9 |
                                 (extraCaps & LIBSEL4_FIELD_MASK(2)) << 7 |
                                 (length & LIBSEL4_FIELD_MASK(7))}};
    return block;
}

LIBSEL4_INLINE_FUNC void seL4_MessageInfo_ptr_new(seL4_MessageInfo_t *block_ptr, seL4_Uint64 label,
                                                  seL4_Uint64 capsUnwrapped, seL4_Uint64 extraCaps,
                                                  seL4_Uint64 length)
{
    *block_ptr = seL4_MessageInfo_new(label, capsUnwrapped, extraCaps, length);
}
