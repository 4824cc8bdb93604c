/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Methods of interrupt capabilities. Interrupts are the numbers of the interrupt controller.
 */
#pragma once

#include <interfaces/sel4_invoke.h>

/* Makes the handler of an interrupt that has none yet. */
LIBSEL4_INLINE seL4_Error seL4_IRQControl_Get(seL4_IRQControl _service, seL4_Word irq,
                                              seL4_CNode root, seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, root);
    return libsel4_invoke(_service, IRQIssueIRQHandler, 1, 3, irq, index, depth, 0);
}

/* The same; trigger 1 makes the interrupt edge triggered, 0 level triggered. */
LIBSEL4_INLINE seL4_Error seL4_IRQControl_GetTrigger(seL4_IRQControl _service, seL4_Word irq,
                                                     seL4_Word trigger, seL4_CNode root,
                                                     seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, root);
    return libsel4_invoke(_service, ARMIRQIssueIRQHandlerTrigger, 1, 4, irq, trigger, index, depth);
}

/* Makes a capability that sends a software generated interrupt to the cores of target, a bit mask.
 */
LIBSEL4_INLINE seL4_Error seL4_IRQControl_IssueSGISignal(seL4_IRQControl _service, seL4_Word irq,
                                                         seL4_Word target, seL4_CNode root,
                                                         seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, root);
    return libsel4_invoke(_service, ARMIRQIssueSGISignal, 1, 4, irq, target, index, depth);
}

/* Lets the interrupt come again. */
LIBSEL4_INLINE seL4_Error seL4_IRQHandler_Ack(seL4_IRQHandler _service)
{
    return libsel4_invoke(_service, IRQAckIRQ, 0, 0, 0, 0, 0, 0);
}

/* The notification, with its badge, that the interrupt signals. */
LIBSEL4_INLINE seL4_Error seL4_IRQHandler_SetNotification(seL4_IRQHandler _service,
                                                          seL4_CPtr notification)
{
    seL4_SetCap(0, notification);
    return libsel4_invoke(_service, IRQSetIRQHandler, 1, 0, 0, 0, 0, 0);
}

LIBSEL4_INLINE seL4_Error seL4_IRQHandler_Clear(seL4_IRQHandler _service)
{
    return libsel4_invoke(_service, IRQClearIRQHandler, 0, 0, 0, 0, 0, 0);
}
