/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vmmplatsupport/arch/guest_boot_init.h
 * Where a guest begins.
 */
#include <sel4/sel4.h>

#include <sel4vm/guest_vm.h>

/**
 * Set the registers of a vCPU that has not started as Linux expects them: EL1 with the stack
 * pointer of EL1, x0 the device tree, all others 0.
 * @param pc         entry point
 * @param mach_type  machine number of 32-bit kernels: ignored
 * @param atags      guest address of the device tree
 * @return           0, or -1
 */
int vcpu_set_bootargs(vm_vcpu_t *vcpu, seL4_Word pc, seL4_Word mach_type, seL4_Word atags);
