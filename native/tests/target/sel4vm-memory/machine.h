/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A VM whose memory is tested, and what must not change. */
#pragma once

#include <rootserver/objects.h>
#include <rootserver/testproto.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_vm_ext.h>

#define KIB 0x400ul
#define MIB 0x100000ul
#define GIB 0x40000000ul
#define RAM 0x40000000ul
/* The PL031 clock of QEMU's virt machine: a device that nobody else uses. */
#define DEVICE 0x09010000ul

/* A fresh VM; the one before it has to be gone. */
vm_t *machine_make(void);
/* Take it apart and check that everything is as it was before machine_make(). */
void machine_free(void);

/* A callback that answers FAULT_HANDLED. */
memory_fault_result_t handled(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                              void *cookie);

/* The last failure of the VM has this code. */
#define ASSERT_ERROR(code_) ASSERT_EQ(code_, vm_last_error(machine_current())->code)
vm_t *machine_current(void);

/* Statistics without what the heap keeps for later. */
rs_memory_stats_t settled_stats(void);
void assert_same_stats(const char *file, int line, rs_memory_stats_t before);
#define ASSERT_STATS(before) assert_same_stats(__FILE__, __LINE__, before)
