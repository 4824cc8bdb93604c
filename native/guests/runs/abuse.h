/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest that does its worst, in the way that its command line names. */
#pragma once

#include <guests/kit.h>

/* Exceptions taken so far. */
extern volatile uint64_t abuse_exceptions;
/* The guest jumps about: after an exception it goes on where it came from. */
extern volatile bool abuse_jumping;

/* abuse_ends.c: ways to end, and not to. */
void abuse_off(void);
void abuse_reset(void);
void abuse_all_off(void);
void abuse_spin(void);
void abuse_wait(void);
void abuse_recurse(void);
void abuse_collapse(void);
void abuse_forge(void);

/* abuse_memory.c */
void abuse_scribble(void);
void abuse_jump(void);
void abuse_tables(void);

/* abuse_calls.c */
void abuse_flood(void);
void abuse_cpus(void);

/* abuse_devices.c */
void abuse_distributor(void);
void abuse_timers(void);
void abuse_registers(void);
