/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What the demo guest and its VMM agree on. */
#pragma once

#include <stdint.h>

/* The demo's memory map. */
#define DEMO_UART 0x09000000ul /* emulated PL011 */
#define DEMO_RTC  0x09010000ul /* the machine's PL031, passed through: reading only */
#define DEMO_GPIO 0x09030000ul /* the machine's PL061, passed through */
#define DEMO_MULTIPLY                                                                              \
    0x0a000000ul /* emulated device: +0 factor, +4 factor, +8 product (64 bits)                    \
                  */
#define DEMO_MAILBOX      0x0b000000ul /* frame shared with the VMM */
#define DEMO_NOTHING      0x0f000000ul /* nothing */
#define DEMO_RAM          0x40000000ul /* large pages of RAM */
#define DEMO_TRACKED      0x50000000ul /* pages whose writes the VMM tracks */
#define DEMO_LAZY         0x60000000ul /* pages that appear when they are touched */

#define DEMO_TRACKED_SIZE 0x10000ul
#define DEMO_LAZY_SIZE    0x1000000ul
/* The guest touches so many pages of the lazy ones, so far apart; and writes to two tracked ones.
 */
#define DEMO_LAZY_TOUCHED 5
#define DEMO_LAZY_STRIDE  0x301000ul
#define DEMO_DIRTY_FIRST  0x2000ul
#define DEMO_DIRTY_SECOND 0x7000ul

#define DEMO_MAGIC        0x314d5653u /* "SVM1" */
#define DEMO_GREETING     "hello from C#"

/* The mailbox: the VMM writes it before the guest starts, except for the answers. */
typedef struct demo_mailbox {
    uint32_t magic;
    uint32_t checks_failed;  /* answer: number of checks that failed */
    uint64_t anonymous_base; /* where the anonymous region is */
    uint64_t anonymous_size;
    uint64_t checks_passed; /* answer */
    uint64_t clock_seconds; /* answer: what the RTC said */
    char greeting[64];      /* from the VMM */
    char answer[64];        /* from the guest */
} demo_mailbox_t;

_Static_assert(sizeof(demo_mailbox_t) == 168, "as managed/samples/Demo/Mailbox.cs has it");
