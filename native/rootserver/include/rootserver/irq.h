/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* Hardware interrupts of the root task. */

#pragma once

#include <rootserver/objects.h>
#include <sel4/sel4.h>

typedef struct rs_irq {
    seL4_CPtr handler;
    rs_object_t notification; /* signalled when the interrupt arrives */
} rs_irq_t;

/* Takes a level-sensitive interrupt: SPI n is 32 + n, PPI n is 16 + n. seL4_RevokeFirst when it is
 * taken already, seL4_NotEnoughMemory; nothing is left behind on an error. */
seL4_Error rs_irq_init(rs_irq_t *irq, seL4_Word number);
void rs_irq_destroy(rs_irq_t *irq);

/* Waits for the interrupt, which stays masked until it is acknowledged. */
void rs_irq_wait(const rs_irq_t *irq);
void rs_irq_ack(const rs_irq_t *irq);
