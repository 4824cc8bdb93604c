/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The hardware's virtual CPU interface (GICV). There is one, which shows each vCPU its own
 * interrupts while that runs; every VM maps the same frames. The root task has them mapped too: to
 * it they show the vCPU that ran last, and a read of an interrupt's number shows none, as the
 * kernel has disabled the interface meanwhile (IHI 0048B, 5.3.1 GICH_HCR.En). Seen on seL4, which
 * exchanges the interface when another vCPU runs.
 */
#pragma once

#include <sel4vm/guest_vm.h>

/* GICV takes 8 KiB (IHI 0048B, 5.5). */
#define GICV_FRAMES 2

/* Registers (IHI 0048B, 5.5 and 4.4). */
#define GICV_CTLR          0x0000u
#define GICV_CTLR_EOI_MODE (1u << 9) /* GICV_EOIR drops the priority only */
#define GICV_BPR           0x0008u
#define GICV_APR           0x00d0u /* a bit for each level of priority with an active interrupt */
#define GICV_DIR           0x1000u

/* Capabilities of the frames for one VM, all of them or none. Returns 0 or -1. */
int vmi_gicv_attach(vm_t *vm, uintptr_t paddr, seL4_CPtr frames[GICV_FRAMES]);

/* Give them back, unmapped. With the last user's, the frames themselves go. */
void vmi_gicv_detach(seL4_CPtr frames[GICV_FRAMES]);

/* Registers of the vCPU that ran last. A VM is attached. */
uint32_t vmi_gicv_read(unsigned offset);
void vmi_gicv_write(unsigned offset, uint32_t value);

/* Deactivate interrupt IRQ of that vCPU, if it is active, and leave its running priority. */
void vmi_gicv_deactivate(unsigned irq);
