/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/*
 * Faults of root task threads. A thread of the highest priority receives them. Without a hook, or
 * when the hook declines, the fault is reported on the console (kind, address, registers,
 * backtrace) and the run ends with code RS_EXIT_CRASH.
 */

#pragma once

#include <rootserver/thread.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum rs_fault_kind {
    RS_FAULT_MEMORY,     /* nothing mapped at address, or the access is not allowed */
    RS_FAULT_EXCEPTION,  /* undefined instruction, breakpoint, alignment, ... */
    RS_FAULT_SYSCALL,    /* no system call of the kernel */
    RS_FAULT_CAPABILITY, /* a capability address that leads nowhere */
    RS_FAULT_OTHER,
} rs_fault_kind_t;

typedef struct rs_fault {
    rs_fault_kind_t kind;
    rs_thread_t *thread;
    uintptr_t address; /* memory: what was accessed; capability: the capability address */
    uint64_t code;     /* memory: ESR_EL2; exception: ESR; syscall: its number */
    bool is_write;     /* memory */
    bool is_fetch;     /* memory: instruction fetch */
    seL4_UserContext registers;
} rs_fault_t;

/*
 * Looks at a fault and decides: true resumes the thread with fault->registers, which the hook may
 * have changed; false reports the crash. It runs on the fault thread while the faulted thread may
 * hold any lock: it must neither allocate, nor print, nor wait.
 */
typedef bool (*rs_fault_hook_t)(rs_fault_t *fault);

/* Installs a hook, NULL for none; the one before is returned. */
rs_fault_hook_t rs_fault_set_hook(rs_fault_hook_t hook);

/* Starts the fault thread and puts the main thread under it; the start code calls it. */
seL4_Error rs_fault_init(void);
