/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A tree that opens can be read everywhere. The input damages an example at many places: two bytes
 * of offset, one of value, and so on; an input that starts with the magic number is a tree itself.
 */

#include "../fdt_builder.h"

#include <rootserver/fdt.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_everything(const rs_fdt_t *fdt)
{
    uint64_t address, bytes;
    uint32_t length;
    unsigned number;
    for (rs_fdt_node_t node = rs_fdt_root(fdt); node != RS_FDT_NONE;
         node = rs_fdt_next(fdt, node)) {
        rs_fdt_reg(fdt, node, 0, &address, &bytes);
        rs_fdt_reg(fdt, node, 1, &address, &bytes);
        rs_fdt_gic_interrupt(fdt, node, 0, &number);
        rs_fdt_has_string(fdt, node, "compatible", "arm,primecell");
        rs_fdt_property(fdt, node, "none", &length);
        rs_fdt_first_child(fdt, node);
        rs_fdt_next_sibling(fdt, node);
        rs_fdt_name(fdt, node);
    }
    rs_fdt_console(fdt);
    rs_fdt_find(fdt, "/bus/device@10", 14);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t magic[] = {0xd0, 0x0d, 0xfe, 0xed};
    uint8_t example[4096];
    size_t length = size;
    const uint8_t *source = data;
    if (size < 4 || memcmp(data, magic, 4) != 0) {
        length = fdt_example(example, sizeof example);
        for (size_t i = 0; i + 2 < size; i += 3) {
            example[(data[i] << 8 | data[i + 1]) % length] = data[i + 2];
        }
        source = example;
    }
    uint8_t *blob = malloc(length + 1);
    memcpy(blob, source, length);
    rs_fdt_t fdt;
    if (rs_fdt_open(&fdt, blob, length)) {
        read_everything(&fdt);
    }
    free(blob);
    return 0;
}
