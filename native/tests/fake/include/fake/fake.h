/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/**
 * @file fake/fake.h
 * A kernel for host tests, behind the system calls of libsel4: untyped memory, CNodes, frames, page
 * tables, VSpaces, threads, vCPUs, endpoints. It keeps the rules that the code above relies on and
 * answers the errors of the manual; it runs no guest. Physical memory is a file in memory, so that
 * what the root task maps really is there, at the address that it asked for.
 *
 * Everything is single-threaded.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sel4/sel4.h>

#ifdef __cplusplus
extern "C" {
#endif

/** RAM that the boot information hands out. */
#define FAKE_RAM_BASE 0x60000000ul
/** RAM that the boot information hands out as device memory, as a kernel at EL2 does. */
#define FAKE_LOW_RAM_BASE 0x40000000ul
/** Device memory. */
#define FAKE_DEVICE_BASE 0x08000000ul
#define FAKE_DEVICE_SIZE 0x02000000ul

/** Start the machine afresh, with 2^ram_bits bytes of RAM (21 to 29), and the root server's
 *  allocators on it. Aborts when the host has not enough memory. */
void fake_reset(unsigned ram_bits);

/** Take the device tree, which names the RAM, out of the boot information; fake_reset() brings it
 * back. */
void fake_drop_device_tree(void);

/** Let the @p n-th call from now on that can run out of something (1: the next) answer @p error
 * instead of being carried out; 0: none. */
void fake_fail_call(unsigned long n, seL4_Error error);

/** Let every call of the method with this label (TCBSuspend ...) answer @p error from now on;
 *  seL4_NoError: none. */
void fake_fail_method(seL4_Word label, seL4_Error error);

/** Calls so far that can be made to fail. */
unsigned long fake_fallible_calls(void);

/** true when the call chosen with fake_fail_call() has come. */
bool fake_failed(void);

/** What exists. Two equal counts around a test show that nothing leaked. */
typedef struct fake_counts {
    unsigned long capabilities;   /* in all CNodes */
    unsigned long objects;        /* kernel objects */
    unsigned long mapped_frames;  /* in all VSpaces */
    unsigned long mapped_tables;  /* in all VSpaces */
    unsigned long page_map_calls; /* ever */
    unsigned long calls;          /* invocations ever */
    unsigned long cleaned_bytes;  /* ever, from the data cache to memory, and invalidated */
    unsigned long unified_bytes;  /* ever, of caches of data and instructions */
} fake_counts_t;
fake_counts_t fake_counts(void);

/** How a VSpace translates an address. */
typedef struct fake_translation {
    bool mapped;
    bool read;
    bool write;
    unsigned bits;   /* size of the page */
    uintptr_t paddr; /* of the address itself */
    seL4_Word attributes;
} fake_translation_t;
fake_translation_t fake_translate(seL4_CPtr vspace, uintptr_t vaddr);

/** Physical memory, in the test's address space; NULL outside of it. */
void *fake_physical(uintptr_t paddr);

/** true when the root task's slot holds a capability. */
bool fake_slot_used(seL4_CPtr slot);

/** Queue a message for the next receive on any endpoint. @p caller: capability of the thread that
 * waits for a reply, or 0. @p length message registers are taken from @p mr. */
void fake_push_message(seL4_Word badge, seL4_Word label, const seL4_Word *mr, unsigned length,
                       seL4_CPtr caller);

/** Called when a receive finds nothing; pushes something, or the receive answers badge
 * FAKE_BADGE_IDLE. */
extern void (*fake_idle)(void);
#define FAKE_BADGE_IDLE 0xfa4eul

/** A thread's registers in the order of seL4_UserContext, to set and to look at; NULL for no
 * thread. */
seL4_Word *fake_thread_registers(seL4_CPtr tcb);

/** State of a thread. */
typedef enum fake_thread_state { FAKE_INACTIVE, FAKE_RUNNING, FAKE_BLOCKED } fake_thread_state_t;
fake_thread_state_t fake_thread_state(seL4_CPtr tcb);

/** Badge with which the thread's faults arrive; 0 when its fault handler is not valid. */
seL4_Word fake_thread_fault_badge(seL4_CPtr tcb);

/** Message registers of the last reply, and how many. */
const seL4_Word *fake_last_reply(unsigned *length);

/** A vCPU's system registers, seL4_VCPUReg_Num of them; NULL for no vCPU. */
seL4_Word *fake_vcpu_registers(seL4_CPtr vcpu);

/** List registers of each vCPU. */
#define FAKE_LIST_REGISTERS 4
/** The interrupt in list register @p index, or -1. */
int fake_list_register(seL4_CPtr vcpu, unsigned index);
/** How many of them the hardware has, up to FAKE_LIST_REGISTERS. */
void fake_set_list_registers(unsigned count);
/** The guest has taken it. Until then the kernel replaces it when another is injected. */
void fake_list_register_take(seL4_CPtr vcpu, unsigned index);
/** The guest has finished with it. */
void fake_list_register_clear(seL4_CPtr vcpu, unsigned index);
/** The priority that it has in list register @p index, or -1. */
int fake_list_priority(seL4_CPtr vcpu, unsigned index);

/** A vCPU's virtual CPU interface, as far as list registers do not hold it. */
typedef struct fake_gicv {
    bool enabled;                    /**< GICV_CTLR bit 0 */
    bool split_ends;                 /**< GICV_CTLR.EOImode */
    unsigned priority_mask;          /**< GICV_PMR */
    unsigned binary_point;           /**< GICV_BPR */
    unsigned long active_priorities; /**< GICV_APR */
} fake_gicv_t;
fake_gicv_t *fake_gicv(seL4_CPtr vcpu);

/** The guest reads GICC_IAR: the interrupt that it takes, or 1023. */
unsigned fake_guest_acknowledge(seL4_CPtr vcpu);
/** The guest writes GICC_EOIR; GICC_DIR. */
void fake_guest_end(seL4_CPtr vcpu, unsigned irq);
void fake_guest_deactivate(seL4_CPtr vcpu, unsigned irq);
/** The list register whose end the kernel has to report, which is then reported; -1: none. */
int fake_take_maintenance(seL4_CPtr vcpu);

/** How often the virtual PPI was acknowledged. */
unsigned long fake_vppi_acks(seL4_CPtr vcpu);

/** Signals sent to the notification. */
unsigned long fake_signals(seL4_CPtr notification);

/** Let time pass; timers that are due signal their notifications. */
void fake_advance_time(uint64_t ns);

/** Threads of the root task that exist. They never run. */
unsigned fake_threads(void);

/** Timers that are armed. */
unsigned fake_timers(void);

#ifdef __cplusplus
}
#endif
