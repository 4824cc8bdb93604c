/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* Manual 3.1.5 and appendix "Error codes": the label of a reply from the kernel. */
typedef enum {
    seL4_NoError = 0,
    seL4_InvalidArgument = 1,   /* MR0: number of the argument */
    seL4_InvalidCapability = 2, /* MR0: number of the capability argument */
    seL4_IllegalOperation = 3,
    seL4_RangeError = 4, /* MR0, MR1: smallest and largest permitted value */
    seL4_AlignmentError = 5,
    seL4_FailedLookup = 6, /* MR0: 1 for a source; MR1: seL4_LookupFailureType; MR2...: its data */
    seL4_TruncatedMessage = 7,
    seL4_DeleteFirst = 8,
    seL4_RevokeFirst = 9,
    seL4_NotEnoughMemory = 10, /* MR0: bytes that are left */
    seL4_NumErrors
} seL4_Error;
