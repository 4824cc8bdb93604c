/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Makes small device trees for tests. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct fdt_builder {
    uint8_t structure[2048], strings[512];
    uint32_t structure_size, strings_size;
} fdt_builder_t;

void fdt_begin(fdt_builder_t *builder, const char *name);
void fdt_end(fdt_builder_t *builder);
void fdt_token(fdt_builder_t *builder, uint32_t token);
void fdt_property(fdt_builder_t *builder, const char *name, const void *value, uint32_t size);
void fdt_cells(fdt_builder_t *builder, const char *name, unsigned count, const uint32_t *cells);

/* Ends the tree and writes the blob; its size. */
uint32_t fdt_finish(fdt_builder_t *builder, uint8_t *blob, size_t capacity);

/* A machine with RAM at 0x40000000, a PL011 at 0x9000000 as its console, and a bus that translates.
 */
uint32_t fdt_example(uint8_t *blob, size_t capacity);

void fdt_put32(uint8_t *at, uint32_t value);
