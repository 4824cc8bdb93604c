/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "fdt_builder.h"

#include <stdlib.h>
#include <string.h>

/* The trees of tests are small: one that does not fit is a fault of the test. */
static void require(int fits)
{
    if (!fits) {
        abort();
    }
}

void fdt_put32(uint8_t *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

void fdt_token(fdt_builder_t *builder, uint32_t token)
{
    require(builder->structure_size + 4 <= sizeof builder->structure);
    fdt_put32(builder->structure + builder->structure_size, token);
    builder->structure_size += 4;
}

static void put_bytes(fdt_builder_t *builder, const void *bytes, uint32_t size)
{
    require(builder->structure_size + size + 4 <= sizeof builder->structure);
    memcpy(builder->structure + builder->structure_size, bytes, size);
    builder->structure_size = (builder->structure_size + size + 3) & ~3u;
}

void fdt_begin(fdt_builder_t *builder, const char *name)
{
    fdt_token(builder, 1);
    put_bytes(builder, name, (uint32_t)strlen(name) + 1);
}

void fdt_end(fdt_builder_t *builder)
{
    fdt_token(builder, 2);
}

void fdt_property(fdt_builder_t *builder, const char *name, const void *value, uint32_t size)
{
    uint32_t length = (uint32_t)strlen(name) + 1;
    fdt_token(builder, 3);
    fdt_token(builder, size);
    fdt_token(builder, builder->strings_size);
    put_bytes(builder, value, size);
    require(builder->strings_size + length <= sizeof builder->strings);
    memcpy(builder->strings + builder->strings_size, name, length);
    builder->strings_size += length;
}

void fdt_cells(fdt_builder_t *builder, const char *name, unsigned count, const uint32_t *cells)
{
    uint8_t bytes[64];
    require(4 * count <= sizeof bytes);
    for (unsigned i = 0; i < count; i++) {
        fdt_put32(bytes + 4 * i, cells[i]);
    }
    fdt_property(builder, name, bytes, 4 * count);
}

uint32_t fdt_finish(fdt_builder_t *builder, uint8_t *blob, size_t capacity)
{
    const uint32_t header = 40, reserve = 16;
    fdt_token(builder, 9);
    uint32_t structure = header + reserve;
    uint32_t strings = structure + builder->structure_size;
    uint32_t total = strings + builder->strings_size;
    const uint32_t fields[] = {0xd00dfeed,
                               total,
                               structure,
                               strings,
                               header,
                               17,
                               16,
                               0,
                               builder->strings_size,
                               builder->structure_size};
    require(total <= capacity);
    memset(blob, 0, total);
    for (unsigned i = 0; i < 10; i++) {
        fdt_put32(blob + 4 * i, fields[i]);
    }
    memcpy(blob + structure, builder->structure, builder->structure_size);
    memcpy(blob + strings, builder->strings, builder->strings_size);
    return total;
}

static void cells(fdt_builder_t *builder, const char *name, uint32_t a, uint32_t b, uint32_t c,
                  uint32_t d, unsigned count)
{
    const uint32_t values[] = {a, b, c, d};
    fdt_cells(builder, name, count, values);
}

uint32_t fdt_example(uint8_t *blob, size_t capacity)
{
    fdt_builder_t builder = {.structure_size = 0};
    fdt_begin(&builder, "");
    cells(&builder, "#address-cells", 2, 0, 0, 0, 1);
    cells(&builder, "#size-cells", 2, 0, 0, 0, 1);
    fdt_property(&builder, "compatible", "acme,board\0acme,family", 23);
    fdt_begin(&builder, "memory@40000000");
    fdt_property(&builder, "device_type", "memory", 7);
    cells(&builder, "reg", 0, 0x40000000, 0, 0x20000000, 4);
    fdt_end(&builder);
    fdt_token(&builder, 4);
    fdt_begin(&builder, "pl011@9000000");
    fdt_property(&builder, "compatible", "arm,pl011\0arm,primecell", 24);
    cells(&builder, "reg", 0, 0x9000000, 0, 0x1000, 4);
    cells(&builder, "interrupts", 0, 1, 4, 0, 3);
    fdt_end(&builder);
    fdt_begin(&builder, "bus");
    cells(&builder, "#address-cells", 1, 0, 0, 0, 1);
    cells(&builder, "#size-cells", 1, 0, 0, 0, 1);
    cells(&builder, "ranges", 0, 0, 0x80000000, 0x1000, 4);
    fdt_begin(&builder, "device@10");
    cells(&builder, "reg", 0x10, 0x10, 0, 0, 2);
    fdt_end(&builder);
    fdt_end(&builder);
    fdt_begin(&builder, "plain");
    fdt_property(&builder, "ranges", "", 0);
    fdt_begin(&builder, "timer");
    cells(&builder, "reg", 1, 2, 0, 0, 3);
    cells(&builder, "interrupts", 1, 14, 8, 0, 3);
    fdt_end(&builder);
    fdt_end(&builder);
    fdt_begin(&builder, "chosen");
    fdt_property(&builder, "stdout-path", "/pl011@9000000:115200n8", 24);
    fdt_end(&builder);
    fdt_end(&builder);
    return fdt_finish(&builder, blob, capacity);
}
