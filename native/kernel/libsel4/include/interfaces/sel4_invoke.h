/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * How an object method is called: a message whose label is the method, message registers 0 to 3 in
 * registers, the rest and the capability arguments in the message buffer. On an error the reply's
 * registers go to the message buffer, where they tell more about it (manual, appendix "Error
 * codes").
 */
#pragma once

#include <sel4/arch/syscalls.h>
#include <sel4/functions.h>
#include <sel4/invocation.h>
#include <sel4/types.h>

/* mr holds message registers 0 to 3 of the call and afterwards of the reply. */
LIBSEL4_INLINE seL4_Error libsel4_invoke_mrs(seL4_CPtr service, seL4_Word label, seL4_Word caps,
                                             seL4_Word length,
                                             seL4_Word mr[seL4_FastMessageRegisters])
{
    seL4_MessageInfo_t reply = seL4_CallWithMRs(
        service, seL4_MessageInfo_new(label, 0, caps, length), &mr[0], &mr[1], &mr[2], &mr[3]);
    seL4_Error result = (seL4_Error)seL4_MessageInfo_get_label(reply);
    if (result != seL4_NoError) {
        for (int i = 0; i < seL4_FastMessageRegisters; i++) {
            seL4_SetMR(i, mr[i]);
        }
    }
    return result;
}

LIBSEL4_INLINE seL4_Error libsel4_invoke(seL4_CPtr service, seL4_Word label, seL4_Word caps,
                                         seL4_Word length, seL4_Word mr0, seL4_Word mr1,
                                         seL4_Word mr2, seL4_Word mr3)
{
    seL4_Word mr[seL4_FastMessageRegisters] = {mr0, mr1, mr2, mr3};
    return libsel4_invoke_mrs(service, label, caps, length, mr);
}
