/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/boot.h
 * Making a VM and its vCPUs.
 */
#include <simple/simple.h>
#include <vka/vka.h>
#include <vspace/vspace.h>

#include <sel4vm/guest_vm.h>

/** Number of the vCPU that a VM boots on. */
#define BOOT_VCPU 0

/**
 * Make a VM: address space, CSpace and memory interface.
 * @param vm             zeroed memory of the caller, which must outlive the VM
 * @param vka            allocator handle; NULL: the root server's
 * @param host_simple    boot environment; NULL: the root task's
 * @param host_vspace    the VMM's address space; a zeroed one is the root task's
 * @param io_ops         I/O operations; NULL: none
 * @param host_endpoint  endpoint that faults will be sent to and vm_run() waits at; it stays the
 *                       caller's and must outlive the VM
 * @param name           name for messages; copied
 * @return               0, or -1 with nothing allocated
 */
int vm_init(vm_t *vm, vka_t *vka, simple_t *host_simple, vspace_t host_vspace, ps_io_ops_t *io_ops,
            seL4_CPtr host_endpoint, const char *name);

/**
 * Make a vCPU with its thread. It does not run until vcpu_start() or the guest's PSCI CPU_ON.
 * @param priority  0 to 255, below the VMM's own
 * @return          the vCPU, owned by the VM, or NULL
 */
vm_vcpu_t *vm_create_vcpu(vm_t *vm, int priority);

/**
 * Let a vCPU stand for a logical CPU: its number in PSCI calls and in the interrupt controller, and
 * its affinity in MPIDR_EL1. Until then a vCPU stands for the CPU of its own number, or for the
 * first free one when that was taken before it was made.
 * @param target_cpu  0 to VM_MAX_VCPUS - 1; no other vCPU of the VM stands for it
 * (VM_ERROR_OVERLAP)
 * @return            0, or -1
 */
int vm_assign_vcpu_target(vm_vcpu_t *vcpu, int target_cpu);
