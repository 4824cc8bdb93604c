/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A VM with two vCPUs, RAM and a device, whose guest the test plays. */
#pragma once

#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_irq_controller_ext.h>
#include <sel4vm/guest_vcpu_fault.h>
#include <sel4vm/guest_vcpu_fault_ext.h>
#include <sel4vm/guest_vm_exits.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm/guest_vm_util.h>

#include "testing.h"

#define RAM      0x40000000ul
#define RAM_SIZE 0x10000ul
#define DEVICE   0x09000000ul
#define GICD     0x08000000ul
#define CODE     (RAM + 0x1000)

/* Registers by their place in seL4_UserContext. */
enum { PC = 0, SP = 1, SPSR = 2, X0 = 3, X1 = 4, X2 = 5, X7 = 10, X30 = 16, X9 = 17, X28 = 33 };

/* ESR_EL2 of a data abort with a valid syndrome. */
#define ESR_LOAD(size_log2, reg)                                                                   \
    (0x24u << 26 | 1u << 25 | 1u << 24 | (size_log2) << 22 | (reg) << 16 | 0x6u)
#define ESR_STORE(size_log2, reg) (ESR_LOAD(size_log2, reg) | 1u << 6)
#define ESR_SIGNED                (1u << 21)
#define ESR_WIDE                  (1u << 15)
/* The same without one. */
#define ESR_LOAD_BLIND  (0x24u << 26 | 1u << 25 | 0x6u)
#define ESR_STORE_BLIND (ESR_LOAD_BLIND | 1u << 6)
/* ESR_EL2 of another exception, a word of its own in the message. */
#define HSR(class) ((seL4_Word)(class) << 26 | 1u << 25)

typedef struct machine {
    vm_t vm;
    vm_vcpu_t *vcpu[2];
    rs_object_t endpoint;
    baseline_t before;
    /* When the guest had nothing left to do: */
    unsigned timers;
    bool running[2];
} machine_t;

/* What the device saw, and what it answers. */
typedef struct device {
    unsigned calls;
    uintptr_t address[4];
    size_t size[4];
    bool write[4];
    uint64_t value[4];
    uint64_t answer[4];
    memory_fault_result_t result;
} device_t;
extern device_t device;

machine_t *machine_start(void);
/* With VCPUS vCPUs, 1 or 2; machine_start() has two. */
machine_t *machine_start_with(unsigned vcpus);
void machine_end(machine_t *machine);

/* Run until there is nothing to do. */
int machine_run(machine_t *machine);

/* true when a vCPU runs while vm_run() does; outside of that none does. */
bool goes_on(machine_t *machine, unsigned vcpu);

seL4_Word *registers(machine_t *machine, unsigned vcpu);
seL4_Word *system_registers(machine_t *machine, unsigned vcpu);
void put_code(machine_t *machine, uintptr_t at, uint32_t instruction);

/* Events of the interrupts that a vCPU has ended, and running until they are handled. */
void machine_report_ends(machine_t *machine, unsigned vcpu);

/* Those, then a message from the vCPU's thread, and running until it is handled. */
int raise_fault(machine_t *machine, unsigned vcpu, seL4_Word label, const seL4_Word *mr,
                unsigned length);
int touch(machine_t *machine, unsigned vcpu, uintptr_t address, uint32_t syndrome);
int execute(machine_t *machine, unsigned vcpu, uint32_t instruction, uintptr_t address,
            uint32_t syndrome);
int hypercall(machine_t *machine, unsigned vcpu, seL4_Word function, seL4_Word a1, seL4_Word a2,
              seL4_Word a3);
