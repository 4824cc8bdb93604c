/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Entry points from user level. */
#pragma once

#include "objects.h"

/* Do the system call that the thread's registers describe. */
void syscall_handle(tcb_t *thread);

/* From entry.S: a synchronous exception, an interrupt, or a system error of a lower level. */
void handle_sync(void);
void handle_irq(void);
void handle_serror(void);
/* From entry.S: an exception in the kernel itself. */
NORETURN void handle_kernel_exception(word_t kind);
