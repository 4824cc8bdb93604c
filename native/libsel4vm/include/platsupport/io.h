/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file platsupport/io.h
 * Access to device registers, as code written for libsel4vm expects to find it.
 */

/** Handle of the platform's I/O operations; the root server stands behind it. Zero-initialise it.
 */
typedef struct ps_io_ops {
    /** Unused; NULL. */
    void *data;
} ps_io_ops_t;
