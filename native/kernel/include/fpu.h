/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Floating-point registers: loaded when a thread first uses them (lazily). */
#pragma once

#include "objects.h"

void fpu_init(void);
/* Let the thread use the FPU if its registers are loaded, else make it trap. */
void fpu_switch(const tcb_t *tcb);
/* The FPU trapped: load the current thread's registers. False when it may not use the FPU. */
bool fpu_trap(tcb_t *tcb);
/* Bring registers held in the CPU back to the TCB and forget their owner. */
void fpu_release(tcb_t *tcb);
/* In entry.S */
void fpu_save(fpu_state_t *state);
void fpu_load(const fpu_state_t *state);
