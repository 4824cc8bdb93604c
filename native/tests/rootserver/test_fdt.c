/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The device tree reader: what it finds, and what it refuses. */

#include "fdt_builder.h"

#include "../libsel4vm/testing.h"

#include <rootserver/fdt.h>
#include <stdlib.h>

static _Alignas(8) uint8_t blob[4096];

static rs_fdt_node_t find(const rs_fdt_t *fdt, const char *path)
{
    return rs_fdt_find(fdt, path, strlen(path));
}

TEST(nodes_and_properties_are_found)
{
    rs_fdt_t fdt;
    uint32_t size = fdt_example(blob, sizeof blob);
    uint32_t length = 0;
    CHECK(rs_fdt_open(&fdt, blob, size));
    CHECK_EQ(size, fdt.used);
    CHECK_EQ(size, rs_fdt_claimed_size(blob));
    rs_fdt_node_t uart = find(&fdt, "/pl011@9000000");
    CHECK(uart != RS_FDT_NONE);
    CHECK_EQ(uart, find(&fdt, "/pl011"));
    CHECK_EQ(uart, find(&fdt, "//pl011@9000000/"));
    CHECK_EQ(uart, rs_fdt_console(&fdt));
    CHECK_EQ(rs_fdt_root(&fdt), find(&fdt, "/"));
    CHECK_EQ(rs_fdt_root(&fdt), rs_fdt_parent(&fdt, uart));
    CHECK_EQ(RS_FDT_NONE, rs_fdt_parent(&fdt, rs_fdt_root(&fdt)));
    CHECK_EQ(0, strcmp("pl011@9000000", rs_fdt_name(&fdt, uart)));
    CHECK_EQ(RS_FDT_NONE, find(&fdt, "/pl01"));
    CHECK_EQ(RS_FDT_NONE, find(&fdt, "pl011"));
    CHECK_EQ(RS_FDT_NONE, find(&fdt, "/pl011/x"));
    CHECK_EQ(RS_FDT_NONE, rs_fdt_find(&fdt, "", 0));
    CHECK(rs_fdt_property(&fdt, uart, "reg", &length) != NULL);
    CHECK_EQ(16, length);
    CHECK(rs_fdt_property(&fdt, uart, "re", &length) == NULL);
    CHECK(rs_fdt_has_string(&fdt, uart, "compatible", "arm,pl011"));
    CHECK(rs_fdt_has_string(&fdt, uart, "compatible", "arm,primecell"));
    CHECK(!rs_fdt_has_string(&fdt, uart, "compatible", "arm,pl01"));
    CHECK(!rs_fdt_has_string(&fdt, uart, "absent", "arm,pl011"));
}

TEST(walk_visits_every_node_once)
{
    rs_fdt_t fdt;
    CHECK(rs_fdt_open(&fdt, blob, fdt_example(blob, sizeof blob)));
    unsigned count = 0;
    for (rs_fdt_node_t node = rs_fdt_root(&fdt); node != RS_FDT_NONE;
         node = rs_fdt_next(&fdt, node)) {
        count++;
    }
    CHECK_EQ(8, count);
    count = 0;
    for (rs_fdt_node_t node = rs_fdt_first_child(&fdt, rs_fdt_root(&fdt)); node != RS_FDT_NONE;
         node = rs_fdt_next_sibling(&fdt, node)) {
        count++;
    }
    CHECK_EQ(5, count);
}

TEST(addresses_and_interrupts)
{
    rs_fdt_t fdt;
    uint64_t address = 0, size = 0;
    unsigned number = 0;
    CHECK(rs_fdt_open(&fdt, blob, fdt_example(blob, sizeof blob)));
    rs_fdt_node_t uart = rs_fdt_console(&fdt);
    CHECK(rs_fdt_reg(&fdt, uart, 0, &address, &size));
    CHECK_EQ(0x9000000, address);
    CHECK_EQ(0x1000, size);
    CHECK(!rs_fdt_reg(&fdt, uart, 1, &address, &size));
    CHECK(!rs_fdt_reg(&fdt, rs_fdt_root(&fdt), 0, &address, &size));
    /* Behind a bus that translates, an address of the tree is none of the machine. */
    CHECK(!rs_fdt_reg(&fdt, find(&fdt, "/bus/device"), 0, &address, &size));
    /* Behind one that does not: two address cells and one size cell by default. */
    CHECK(rs_fdt_reg(&fdt, find(&fdt, "/plain/timer"), 0, &address, &size));
    CHECK_EQ(0x100000002, address);
    CHECK_EQ(0, size);
    CHECK(rs_fdt_gic_interrupt(&fdt, uart, 0, &number));
    CHECK_EQ(33, number);
    CHECK(rs_fdt_gic_interrupt(&fdt, find(&fdt, "/plain/timer"), 0, &number));
    CHECK_EQ(30, number);
    CHECK(!rs_fdt_gic_interrupt(&fdt, uart, 1, &number));
    CHECK(!rs_fdt_gic_interrupt(&fdt, find(&fdt, "/chosen"), 0, &number));
}

/* Each refused on its own: offset of the header field, value. */
static const struct {
    uint32_t offset, value;
} bad_fields[] = {
    {0, 0xd00dfeee}, {4, 20},          {4, 0x7fffffff},  {8, 41},          {8, 0x10000},
    {8, 0},          {12, 0x10000},    {12, 0},          {16, 44},         {16, 0x10000},
    {20, 15},        {24, 18},         {32, 0x10000},    {32, 0},          {36, 0},
    {36, 0x10000},   {36, 0xfffffffc}, {12, 0xfffffff0}, {16, 0xfffffff8},
};

TEST(damaged_headers_are_refused)
{
    for (unsigned i = 0; i < sizeof bad_fields / sizeof bad_fields[0]; i++) {
        rs_fdt_t fdt;
        uint32_t size = fdt_example(blob, sizeof blob);
        fdt_put32(blob + bad_fields[i].offset, bad_fields[i].value);
        CHECK(!rs_fdt_open(&fdt, blob, size));
    }
}

TEST(truncated_trees_are_refused)
{
    rs_fdt_t fdt;
    uint32_t size = fdt_example(blob, sizeof blob);
    for (uint32_t limit = 0; limit < size; limit++) {
        uint8_t *exact = malloc(limit + 1);
        memcpy(exact, blob, limit);
        CHECK(!rs_fdt_open(&fdt, exact, limit));
        free(exact);
    }
    CHECK(!rs_fdt_open(&fdt, NULL, 4096));
    CHECK(!rs_fdt_open(&fdt, blob + 4, sizeof blob - 4));
}

static bool opens(fdt_builder_t *builder)
{
    rs_fdt_t fdt;
    return rs_fdt_open(&fdt, blob, fdt_finish(builder, blob, sizeof blob));
}

TEST(unbalanced_trees_are_refused)
{
    fdt_builder_t builder = {.structure_size = 0};
    CHECK(!opens(&builder));
    builder = (fdt_builder_t){.structure_size = 0};
    fdt_begin(&builder, "");
    CHECK(!opens(&builder));
    builder = (fdt_builder_t){.structure_size = 0};
    fdt_begin(&builder, "");
    fdt_end(&builder);
    fdt_end(&builder);
    CHECK(!opens(&builder));
    builder = (fdt_builder_t){.structure_size = 0};
    fdt_begin(&builder, "");
    fdt_end(&builder);
    fdt_begin(&builder, "second root");
    fdt_end(&builder);
    CHECK(!opens(&builder));
    builder = (fdt_builder_t){.structure_size = 0};
    fdt_property(&builder, "outside", "x", 1);
    fdt_begin(&builder, "");
    fdt_end(&builder);
    CHECK(!opens(&builder));
    builder = (fdt_builder_t){.structure_size = 0};
    fdt_begin(&builder, "");
    fdt_token(&builder, 7);
    fdt_end(&builder);
    CHECK(!opens(&builder));
    builder = (fdt_builder_t){.structure_size = 0};
    for (unsigned i = 0; i < 80; i++) {
        fdt_begin(&builder, "deep");
    }
    for (unsigned i = 0; i < 80; i++) {
        fdt_end(&builder);
    }
    CHECK(!opens(&builder));
}

TEST(property_that_runs_out_of_its_block_is_refused)
{
    for (unsigned i = 0; i < 3; i++) {
        static const uint32_t lengths[] = {5, 0x1000, 0xfffffffe};
        fdt_builder_t builder = {.structure_size = 0};
        fdt_begin(&builder, "");
        fdt_token(&builder, 3);
        fdt_token(&builder, lengths[i]);
        fdt_token(&builder, 0);
        fdt_end(&builder);
        CHECK(!opens(&builder));
    }
}
