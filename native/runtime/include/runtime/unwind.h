/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Unwinding by DWARF call-frame information (DWARF 5, 6.4; LSB 10.6 for .eh_frame and
 * .eh_frame_hdr). Handles what the managed compiler, GCC, Clang and this runtime's assembly emit;
 * anything else ends the walk rather than guessing.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <runtime/layout.h>

/* Checks the header's version and encodings. Panics when they are not the verified ones: nothing
 * could be thrown. */
void rt_unwind_init(const void *eh_frame_hdr);

/* False when no function contains `pc`. */
bool rt_unwind_find(uintptr_t pc, struct rt_fde *fde);

/*
 * Replaces the registers in `display` by those of the caller; display->pc becomes the return
 * address. `pc` is an address inside the current instruction (return address - 1 for a call). False
 * when the frame cannot be unwound.
 */
bool rt_unwind_step(const struct rt_fde *fde, uintptr_t pc, struct rt_regdisplay *display);
