/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4platsupport/platsupport.h
 * The console. The root server has set it up before main() runs, so these functions only exist for
 * those who call them.
 */
#include <simple/simple.h>
#include <vka/vka.h>
#include <vspace/vspace.h>

/** @return 0: the console works already */
int platsupport_serial_setup_simple(vspace_t *vspace, simple_t *simple, vka_t *vka);

/** @return 0: the console works already */
int platsupport_serial_setup_bootinfo_failsafe(void);
