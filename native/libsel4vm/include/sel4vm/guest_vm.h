/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm/guest_vm.h
 * A virtual machine, its vCPUs, and the loop that runs it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>

#include <platsupport/io.h>
#include <simple/simple.h>
#include <vka/object.h>
#include <vka/vka.h>
#include <vspace/vspace.h>

#include <sel4vm/arch/guest_vm_arch.h>
#include <sel4vm/guest_memory.h>

typedef struct vm vm_t;
typedef struct vm_vcpu vm_vcpu_t;
typedef struct vm_mem vm_mem_t;
typedef struct vm_ram_region vm_ram_region_t;
typedef struct vm_run vm_run_t;
typedef struct vm_arch vm_arch_t;

/**
 * Called for a memory fault outside every reservation, or one that its callback left unhandled.
 * Parameters and results as for memory_fault_callback_fn; FAULT_UNHANDLED stops the VM.
 */
typedef memory_fault_result_t (*unhandled_mem_fault_callback_fn)(vm_t *vm, vm_vcpu_t *vcpu,
                                                                 uintptr_t paddr, size_t len,
                                                                 void *cookie);

/**
 * Called when something arrives at the host endpoint that is not a fault of this VM: a notification
 * bound to the VMM's thread, or a message.
 * @param badge   badge of the notification or of the sender
 * @param tag     message information
 * @param cookie  the pointer given with the callback
 * @return        0 to go on, another value ends vm_run() with -1
 */
typedef int (*notification_callback_fn)(vm_t *vm, seL4_Word badge, seL4_MessageInfo_t tag,
                                        void *cookie);

/** A region of guest RAM. */
struct vm_ram_region {
    /** First guest physical address. */
    uintptr_t start;
    /** Bytes. */
    size_t size;
    /** Non-zero: allocated. */
    int allocated;
};

/** Memory of a VM. */
struct vm_mem {
    /** The guest's address space (stage 2). */
    vspace_t vm_vspace;
    /** Root of the guest's address space. */
    vka_object_t vm_vspace_root;
    /** The VMM's address space. */
    vspace_t vmm_vspace;
    /** Number of entries of @ref ram_regions. */
    int num_ram_regions;
    /** Registered RAM in address order. */
    struct vm_ram_region *ram_regions;
    /** State of guest_memory.h. */
    vm_memory_reservation_cookie_t *reservation_cookie;
    /** Asked for faults that nobody else handles; may be NULL. */
    unhandled_mem_fault_callback_fn unhandled_mem_fault_handler;
    /** Passed to it. */
    void *unhandled_mem_fault_cookie;
    /** Non-zero: what vm_guest_write() and vm_guest_ram_write_callback() write goes from the data
     * cache to memory (the point of coherency), where a guest finds it that has its caches off, and
     * becomes visible to instruction fetches. */
    int clean_cache;
    /** Non-zero: vm_ram_register_at() always maps 1:1. */
    int map_one_to_one;
};

/** Thread of a vCPU. */
struct vm_tcb {
    /** The TCB. */
    vka_object_t tcb;
    /** Scheduling context: kernels with MCS only. */
    vka_object_t sc;
    /** Scheduling control: kernels with MCS only. */
    vka_object_t sched_ctrl;
    /** Priority, 0 to 255. */
    int priority;
};

/** A virtual CPU. */
struct vm_vcpu {
    /** The VM it belongs to. */
    struct vm *vm;
    /** The kernel's VCPU object. */
    vka_object_t vcpu;
    /** Its thread. */
    struct vm_tcb tcb;
    /** Number in its VM, from 0. */
    unsigned int vcpu_id;
    /** Logical CPU it stands for; -1: none. */
    int target_cpu;
    /** true: started. */
    bool vcpu_online;
    /** Arm part. */
    struct vm_vcpu_arch vcpu_arch;
};

/** State of the run loop. */
struct vm_run {
    /** Last exit: vm_exit_codes_t, or VM_GUEST_ERROR_EXIT. */
    int exit_reason;
    /** Asked for events that are not faults; may be NULL. */
    notification_callback_fn notification_callback;
    /** Passed to it. */
    void *notification_callback_cookie;
};

/** CSpace of a VM's threads. It holds fault endpoints and nothing a guest could misuse. */
struct vm_cspace {
    /** The CNode. */
    vka_object_t cspace_obj;
    /** Guard of the CSpace. */
    seL4_Word cspace_root_data;
};

/** A virtual machine. The memory is the caller's; vm_init() fills it, vm_destroy() empties it. */
struct vm {
    /** Arm part. */
    struct vm_arch arch;
    /** Number of vCPUs. */
    unsigned int num_vcpus;
    /** The vCPUs, owned by the VM. */
    struct vm_vcpu *vcpus[VM_MAX_VCPUS];
    /** Memory. */
    struct vm_mem mem;
    /** Run loop. */
    struct vm_run run;
    /** CSpace. */
    struct vm_cspace cspace;
    /** Endpoint that faults and events arrive at; the caller's. */
    seL4_CPtr host_endpoint;
    /** Allocator handle given to vm_init(); may be NULL. */
    vka_t *vka;
    /** I/O operations given to vm_init(); may be NULL. */
    ps_io_ops_t *io_ops;
    /** Boot environment given to vm_init(); may be NULL. */
    simple_t *simple;
    /** Entry address of the guest's kernel, for the VMM's use. */
    seL4_Word entry;
    /** Name; a copy that belongs to the VM. */
    char *vm_name;
    /** Number among all VMs, from 0. */
    unsigned int vm_id;
    /** true between vm_init() and vm_destroy(). */
    bool vm_initialised;
};

/**
 * Run the VM: wait for faults and events and handle them, until the VM stops. vCPUs execute inside
 * this call only: one that is started, or woken by an interrupt, while the VM is stopped goes on
 * when it is called next. The thread's priority must be above that of the vCPUs. A notification
 * that is bound to the thread needs a badge other than 0: the kernel does not tell a signal of
 * badge 0 from none when the call ends and looks for the last time, so that such a one may be lost.
 * Events for the VMM that are found then come with the next call, several as one: their badges are
 * or-ed, as those of signals are.
 * A call that fails before the guest has run leaves VM_STOP_NONE as the reason; one from inside a
 * callback is refused (VM_ERROR_BUSY) and leaves the reason alone.
 * @return 0 when the VM was stopped in an orderly way (power off, reset, vm_stop()); -1 after an
 * error. vm_get_stop() in guest_vm_ext.h says why.
 */
int vm_run(vm_t *vm);

/**
 * Start a vCPU whose registers have been set: it runs at once inside vm_run(), else with the next
 * one.
 * @return 0, or -1
 */
int vcpu_start(vm_vcpu_t *vcpu);

/**
 * Register the callback for memory faults that nothing else handles. NULL takes it away.
 * @return 0, or -1 when @p vm is NULL
 */
int vm_register_unhandled_mem_fault_callback(vm_t *vm,
                                             unhandled_mem_fault_callback_fn fault_handler,
                                             void *cookie);

/**
 * Register the callback for events that are not faults of the VM. NULL takes it away: such events
 * then stop the VM.
 * @return 0, or -1 when @p vm is NULL
 */
int vm_register_notification_callback(vm_t *vm, notification_callback_fn notification_callback,
                                      void *cookie);
