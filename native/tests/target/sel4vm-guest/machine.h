/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A VM with the probe in it, and an emulated device page that tests look at. */
#pragma once

#include <guests/probe.h>
#include <rootserver/objects.h>
#include <rootserver/testproto.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_vm_ext.h>

#define RAM_BASE    0x40000000ul
#define RAM_SIZE    0x200000ul
#define DEVICE_BASE 0x0a000000ul
#define DEVICE_SIZE 0x2000ul
#define NOWHERE     0x0b000000ul

typedef struct machine {
    vm_t vm;
    vm_vcpu_t *vcpu;
    vm_memory_reservation_t *ram;
    vm_memory_reservation_t *device;
    rs_object_t endpoint;
    rs_memory_stats_t baseline;
    /* The device: what it answers, and what it saw. */
    memory_fault_result_t answer;
    uint64_t load_value;
    uint64_t stored[4]; /* value of the n-th access */
    uintptr_t address[4];
    size_t length[4];
    unsigned accesses;
    void (*hook)(struct machine *machine); /* asked instead of using the answer; may change it */
    /* The probe's last report. */
    uint64_t result, esr, far, exceptions;
    bool reported;
} machine_t;

/* Make the machine and run the probe until it is ready. Fails the test on any error. */
void machine_start(machine_t *machine, bool with_interrupts);

/* Take it apart, and check that nothing has leaked. */
void machine_end(machine_t *machine);

/* Let the probe do an operation. Returns its result; fails the test when the VM stops instead. */
uint64_t probe(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c);

/* Let the probe do an operation that stops the VM: answers vm_run(). */
int probe_until_stop(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c);

/* Let the probe do an operation that may end in any way. */
void probe_anyhow(machine_t *machine, probe_op_t op, uint64_t a, uint64_t b, uint64_t c);

/* Go on with what the last stop interrupted, until the probe reports. */
uint64_t probe_continue(machine_t *machine);
