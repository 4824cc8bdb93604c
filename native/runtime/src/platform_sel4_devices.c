/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The wall clock and random numbers, both from what the device tree describes.
 *
 * Time of day: a PL031 real-time clock is read once, when the time is first asked for, and the
 * counter counts from there. Without one the program starts at 1970-01-01 00:00:00 UTC.
 *
 * Random numbers: /chosen/rng-seed, when the firmware passed one, and the counter seed a generator
 * of good statistical quality. There is no source of entropy that would make its output fit for
 * keys.
 */
#include <rootserver/bootinfo.h>
#include <rootserver/fdt.h>
#include <rootserver/objects.h>
#include <rootserver/sync.h>
#include <rootserver/time.h>
#include <rootserver/vspace.h>
#include <runtime/platform.h>
#include <string.h>

#define NS_PER_S 1000000000ull
/* PL031 Technical Reference Manual: RTCDR, seconds since 1970, is the first register. */
#define PL031_COMPATIBLE "arm,pl031"

static bool open_device_tree(rs_fdt_t *fdt)
{
    size_t length;
    const void *blob = rs_bootinfo_chunk(SEL4_BOOTINFO_HEADER_FDT, &length);
    return blob != NULL && rs_fdt_open(fdt, blob, length);
}

/* ---- wall clock ---- */

static uint32_t read_device_word(uint64_t address)
{
    rs_object_t frame;
    uint32_t value = 0;
    uint64_t page = address & ~(uint64_t)(RT_PAGE_SIZE - 1);
    if (rs_object_alloc_at(seL4_ARM_SmallPageObject, seL4_PageBits, page, &frame) != seL4_NoError) {
        return 0;
    }
    uintptr_t window = rs_vspace_reserve(RT_PAGE_SIZE, seL4_PageBits);
    if (window != 0) {
        if (rs_vspace_map(rs_vspace_self(), frame.cptr, window, seL4_PageBits, seL4_CanRead, 0) ==
            seL4_NoError) {
            value = *(volatile uint32_t *)(window + (address - page));
            rs_vspace_unmap(rs_vspace_self(), frame.cptr, window, seL4_PageBits);
        }
        rs_vspace_release(window, RT_PAGE_SIZE);
    }
    rs_object_free(&frame);
    return value;
}

static uint64_t read_clock_seconds(void)
{
    rs_fdt_t fdt;
    uint64_t address, size;
    if (!open_device_tree(&fdt)) {
        return 0;
    }
    for (rs_fdt_node_t node = rs_fdt_root(&fdt); node != RS_FDT_NONE;
         node = rs_fdt_next(&fdt, node)) {
        if (rs_fdt_has_string(&fdt, node, "compatible", PL031_COMPATIBLE) &&
            rs_fdt_reg(&fdt, node, 0, &address, &size)) {
            return read_device_word(address);
        }
    }
    return 0;
}

uint64_t rt_time_wall_ns(void)
{
    static rs_mutex_t lock = {0};
    static bool known;
    static uint64_t offset_ns; /* wall clock less rs_time_ns */
    rs_mutex_lock(&lock);
    if (!known) {
        offset_ns = read_clock_seconds() * NS_PER_S - rs_time_ns();
        known = true;
    }
    rs_mutex_unlock(&lock);
    return rs_time_ns() + offset_ns;
}

/* ---- random numbers ---- */

/* xoshiro256** 1.0 (Blackman and Vigna), seeded through SplitMix64 as its authors advise. */
static uint64_t state[4];

static uint64_t split_mix(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static void seed_generator(void)
{
    uint64_t seed = rs_time_ticks();
    rs_fdt_t fdt;
    uint32_t length = 0;
    const uint8_t *bytes = NULL;
    if (open_device_tree(&fdt)) {
        rs_fdt_node_t chosen = rs_fdt_find(&fdt, "/chosen", strlen("/chosen"));
        bytes = chosen == RS_FDT_NONE ? NULL : rs_fdt_property(&fdt, chosen, "rng-seed", &length);
    }
    for (uint32_t i = 0; bytes != NULL && i < length; i++) {
        seed = split_mix(&seed) ^ bytes[i];
    }
    for (size_t i = 0; i < 4; i++) {
        state[i] = split_mix(&seed);
    }
}

static uint64_t rotate_left(uint64_t value, unsigned count)
{
    return value << count | value >> (64u - count);
}

static uint64_t next_random(void)
{
    uint64_t result = rotate_left(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate_left(state[3], 45);
    return result;
}

void rt_random_bytes(void *buffer, size_t length)
{
    static rs_mutex_t lock = {0};
    static bool seeded;
    rs_mutex_lock(&lock);
    if (!seeded) {
        seed_generator();
        seeded = true;
    }
    for (size_t done = 0; done < length; done += sizeof(uint64_t)) {
        uint64_t value = next_random();
        memcpy((uint8_t *)buffer + done, &value,
               length - done < sizeof(value) ? length - done : sizeof(value));
    }
    rs_mutex_unlock(&lock);
}
