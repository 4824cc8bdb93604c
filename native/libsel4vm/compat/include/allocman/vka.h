/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file allocman/vka.h
 * From upstream's allocator to the interface that its clients use.
 */
#include <allocman/allocman.h>
#include <vka/vka.h>

/** Initialise @p vka as a handle of the root server's allocator. */
void allocman_make_vka(vka_t *vka, allocman_t *alloc);
