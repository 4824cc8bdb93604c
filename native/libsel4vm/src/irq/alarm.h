/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * A deadline that ends the wait of vm_run(): a thread that waits for a timer and then sends a
 * message to the host endpoint. It exists once the VM has needed it.
 */
#pragma once

#include <stdint.h>

#include <sel4vm/guest_vm.h>

/* Ask for the message at a time of rs_time_ns(); a later call replaces an earlier one. Returns 0 or
 * -1. */
int vmi_alarm_set(vm_t *vm, uint64_t deadline_ns);

/* The message has arrived, or is not wanted any more. */
void vmi_alarm_clear(vm_t *vm);

/* End the thread, if there is one. */
void vmi_alarm_destroy(vm_t *vm);
