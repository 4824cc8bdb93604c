/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Untyped memory apart from its decoder. */
#pragma once

#include "slot.h"
#include "status.h"

/*
 * Zero the used part of an untyped without children and set its watermark to 0. Works downwards,
 * so that the watermark always tells how much is still dirty when an interrupt stops it.
 */
status_t untyped_reset(slot_t *slot);
