/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Life of a thread apart from scheduling and IPC. */
#pragma once

#include "objects.h"

#define TIMESLICE CONFIG_TIME_SLICE

/* A new TCB in zeroed memory. */
void thread_init(tcb_t *tcb);
/* Stop a thread and detach it from whatever it waits for. */
void thread_suspend(tcb_t *tcb);
/* Make a stopped or blocked thread runnable; an interrupted system call is done again. */
void thread_resume(tcb_t *tcb);
/* Undo everything that refers to a TCB that is about to go. */
void thread_destroy(tcb_t *tcb);

/* Registers in the order of seL4_UserContext. */
#define USER_REGISTERS  (sizeof(seL4_UserContext) / sizeof(seL4_Word))
#define FRAME_REGISTERS 17u /* pc .. x30: those that a system call reads, changes or keeps */
#define REGISTER_NEXT_PC                                                                           \
    USER_REGISTERS /* where the thread would continue: not in the structure                        \
                    */
word_t thread_read_register(const tcb_t *tcb, unsigned index);
void thread_write_register(tcb_t *tcb, unsigned index, word_t value);
/* Only the flags, and with a VCPU the EL1 modes, are the user's to choose. */
word_t thread_sanitise_spsr(const tcb_t *tcb, word_t spsr);
