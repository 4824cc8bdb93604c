/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include <rootserver/irq.h>
#include <rootserver/slots.h>

seL4_Error rs_irq_init(rs_irq_t *irq, seL4_Word number)
{
    *irq = (rs_irq_t){0};
    seL4_CPtr handler = rs_slot_alloc();
    if (handler == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    seL4_Error error = seL4_IRQControl_Get(seL4_CapIRQControl, number, seL4_CapInitThreadCNode,
                                           handler, seL4_WordBits);
    if (error != seL4_NoError) {
        rs_slot_free(handler);
        return error;
    }
    irq->handler = handler;
    error = rs_object_alloc(seL4_NotificationObject, 0, &irq->notification);
    if (error == seL4_NoError) {
        error = seL4_IRQHandler_SetNotification(handler, irq->notification.cptr);
    }
    if (error != seL4_NoError) {
        rs_irq_destroy(irq);
    }
    return error;
}

void rs_irq_destroy(rs_irq_t *irq)
{
    if (irq->handler != seL4_CapNull) {
        seL4_CNode_Delete(seL4_CapInitThreadCNode, irq->handler, seL4_WordBits);
        rs_slot_free(irq->handler);
    }
    rs_object_free(&irq->notification);
    *irq = (rs_irq_t){0};
}

void rs_irq_wait(const rs_irq_t *irq)
{
    seL4_Wait(irq->notification.cptr, NULL);
}

void rs_irq_ack(const rs_irq_t *irq)
{
    seL4_IRQHandler_Ack(irq->handler);
}
