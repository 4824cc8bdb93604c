/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4platsupport/io.h
 * The root server's devices, DMA memory and heap in the form of platsupport/io.h.
 */
#include <platsupport/io.h>
#include <simple/simple.h>
#include <vka/vka.h>
#include <vspace/vspace.h>

/** Fill in every member that the root server offers. @return 0, or -1 for NULL @p io_ops */
int sel4platsupport_new_io_ops(vspace_t *vspace, vka_t *vka, simple_t *simple, ps_io_ops_t *io_ops);

/** Fill in the mapper of devices. @return 0, or -1 for NULL @p io_mapper */
int sel4platsupport_new_io_mapper(vspace_t *vspace, vka_t *vka, ps_io_mapper_t *io_mapper);

/** Fill in the heap. @return 0, or -1 for NULL @p ops */
int sel4platsupport_new_malloc_ops(ps_malloc_ops_t *ops);

/** Fill in the device tree. @return 0, or -1 for NULL @p io_fdt */
int sel4platsupport_new_fdt_ops(ps_io_fdt_t *io_fdt, simple_t *simple, ps_malloc_ops_t *malloc_ops);
