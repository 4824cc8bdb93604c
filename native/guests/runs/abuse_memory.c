/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "abuse.h"

#include <guests/mmu.h>

/* One word in each 256 KiB below RAM, at another offset of its page each time. */
#define STEP       0x40004ul
#define PAGE       0x1000ul
#define FIRST_BIT  31
#define LAST_BIT   63
#define TABLE      3ul
#define MAPPED_TOP (3ul << 30) /* what entry 3 of the top table translates */

static void touch(uint64_t address)
{
    guest_write(address, (uint32_t)address);
    (void)guest_read(address);
    *(volatile uint8_t *)(address + 3) = 0xff;
}

/* Every word of the devices' pages, and the words before and behind each. */
static void touch_devices(void)
{
    static const uint64_t pages[] = {GUEST_GICD, GUEST_GICC, GUEST_UART};
    for (unsigned i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        for (uint64_t address = pages[i] - 4; address <= pages[i] + PAGE; address += 4) {
            touch(address);
        }
    }
    touch(GUEST_RAM - 4);
}

void abuse_scribble(void)
{
    for (uint64_t address = 0; address < GUEST_RAM; address += STEP) {
        touch(address);
    }
    for (uint64_t bit = FIRST_BIT; bit <= LAST_BIT; bit++) {
        touch(1ul << bit);
        touch((1ul << bit) - PAGE);
    }
    touch_devices();
    uint64_t device = GUEST_UART + 0x100;
    __asm__ volatile("str q0, [%0]\n\tldxr x0, [%0]\n\tdc zva, %0\n\tstp xzr, xzr, [%0, #-16]!"
                     : "+r"(device)::"x0", "memory");
}

static void jump(uint64_t address)
{
    __asm__ volatile("blr %0" ::"r"(address)
                     : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11",
                       "x12", "x13", "x14", "x15", "x16", "x17", "x18", "x30", "memory", "cc");
}

void abuse_jump(void)
{
    abuse_jumping = true;
    for (uint64_t address = 0; address < GUEST_RAM; address += 4 * STEP) {
        jump(address);
        jump(address + 2);
    }
    for (uint64_t bit = FIRST_BIT; bit <= LAST_BIT; bit++) {
        jump(1ul << bit);
    }
    for (uint64_t offset = 0; offset < PAGE; offset += 4) {
        jump(GUEST_UART + offset);
        jump(GUEST_GICD + offset);
    }
    abuse_jumping = false;
}

/* Translation tables that are no memory: devices, the distributor, nothing, beyond all addresses.
 */
void abuse_tables(void)
{
    static const uint64_t places[] = {GUEST_NOTHING, GUEST_UART,       GUEST_GICD,  0,
                                      1ul << 39,     0xfffffffff000ul, 0x7ffff000ul};
    guest_mmu_on();
    volatile uint64_t *table = guest_top_table();
    for (unsigned i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        table[MAPPED_TOP >> 30] = places[i] | TABLE;
        __asm__ volatile("dsb sy\n\ttlbi vmalle1\n\tdsb sy\n\tisb" ::: "memory");
        touch(MAPPED_TOP);
        touch(MAPPED_TOP + 0x12345678);
        abuse_jumping = true;
        jump(MAPPED_TOP);
        abuse_jumping = false;
    }
}
