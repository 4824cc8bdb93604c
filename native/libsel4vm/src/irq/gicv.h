/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The hardware's virtual CPU interface (GICV). There is one, which shows each vCPU its own
 * interrupts while that runs; every VM maps the same frames.
 */
#pragma once

#include <sel4vm/guest_vm.h>

/* GICV takes 8 KiB (IHI 0048B, 5.5). */
#define GICV_FRAMES 2

/* Capabilities of the frames for one VM, all of them or none. Returns 0 or -1. */
int vmi_gicv_attach(vm_t *vm, uintptr_t paddr, seL4_CPtr frames[GICV_FRAMES]);

/* Give them back, unmapped. With the last user's, the frames themselves go. */
void vmi_gicv_detach(seL4_CPtr frames[GICV_FRAMES]);
