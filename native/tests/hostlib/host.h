/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/**
 * @file host.h
 * What managed code on the host can do besides calling libsel4vm: play the guest, and let things
 * run out. A guest played here has no instructions; each of its actions is a message as the kernel
 * would send it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4vm/guest_vm.h>

/** vm_stop() value with which a VM leaves vm_run() when its guest has nothing left to do. */
#define HOST_IDLE 0x49444c45ul

/** Start the fake machine afresh with 2^ram_bits bytes of RAM: no keys wait, and no call or
 * allocation has been chosen to fail. Every VM must be gone. */
void host_reset(unsigned ram_bits);

/** Let the @p n-th kernel call from now on that can run out of memory fail; 0: none. */
void host_kernel_fail(unsigned long n);

/** true when the call chosen with host_kernel_fail() has come. */
bool host_kernel_failed(void);

/** Type at the console, where up to 64 keys wait. false, and none is typed, when they do not fit.
 */
bool host_type(const char *keys, size_t length);

/** Forget the keys that wait. */
void host_console_reset(void);

/** Frames that are mapped in all address spaces. */
unsigned long host_mapped_frames(void);

/** Memory behind a guest physical address; NULL where the guest would fault, and where @p size
 * bytes do not lie in one page: pages that are neighbours for the guest are none here. */
void *host_guest_memory(vm_t *vm, uintptr_t address, size_t size, bool is_write);

/** Let vCPU @p number send a memory fault. Its pc is the value of its register. */
void host_push_memory_fault(vm_t *vm, unsigned number, uintptr_t address, bool fetch,
                            uint32_t syndrome);

/** Let vCPU @p number send a vCPU fault (SMC, WFI, system register ...). */
void host_push_vcpu_fault(vm_t *vm, unsigned number, uint32_t syndrome);

/** Let a message with @p badge arrive that is not of the VM. */
void host_push_event(seL4_Word badge);

/** Register @p word of seL4_UserContext of a vCPU's thread. */
seL4_Word host_get_register(vm_t *vm, unsigned number, unsigned word);
void host_set_register(vm_t *vm, unsigned number, unsigned word, seL4_Word value);

/** true when the vCPU runs while vm_run() does: it is neither off nor waiting. */
bool host_is_running(vm_t *vm, unsigned number);

/** The interrupt in list register @p index of a vCPU, or -1. */
int host_list_register(vm_t *vm, unsigned number, unsigned index);

/** The guest has finished with the interrupt in a list register: empty it and send the maintenance
 * fault. */
void host_end_interrupt(vm_t *vm, unsigned number, unsigned index);

/** Let @p vm leave vm_run() with HOST_IDLE once every message has been handled. */
void host_leave_when_idle(vm_t *vm);
