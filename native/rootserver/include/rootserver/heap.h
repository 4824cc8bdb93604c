/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* malloc and its family (declared in stdlib.h) grow and shrink with the memory of the root task. */

#pragma once

/* Gives back the memory that free keeps for the next malloc: with every block freed, the heap then
 * holds nothing. */
void rs_heap_trim(void);
