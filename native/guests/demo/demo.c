/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest that uses all the memory its VMM has arranged, checks what it reads, and switches itself
 * off. */
#include <guests/demo.h>
#include <guests/kit.h>
#include <guests/mmu.h>
#include <stdbool.h>
#include <stddef.h>

/* PL011 (Arm DDI 0183): data and flag registers, transmit FIFO full. */
#define UART_DR      0x00
#define UART_FR      0x18
#define UART_FR_TXFF 0x20
/* First word of the peripheral id of PL031 (Arm DDI 0224) and PL061 (Arm DDI 0190), and the seconds
 * of the former. */
#define PERIPHID0 0xfe0
#define RTC_ID0   0x31
#define GPIO_ID0  0x61
#define RTC_DR    0x000

/* ESR_EL1 (Arm DDI 0487, D17.2.37): exception class "data abort without a change of level", fault
 * status "synchronous external abort", FAR not valid. */
#define ESR_CLASS(esr)       ((esr) >> 26)
#define ESR_CLASS_DATA_ABORT 0x25
#define ESR_FSC(esr)         ((esr)&0x3f)
#define ESR_FSC_EXTERNAL     0x10
#define ESR_FNV              (1ul << 10)

static volatile demo_mailbox_t *const mailbox = (volatile demo_mailbox_t *)DEMO_MAILBOX;

/* The instruction that is to be answered by an abort, 0 when none is; what came of it. */
static volatile uint64_t abort_expected_at;
static volatile uint64_t aborts, last_syndrome, last_address;

static void put(char c)
{
    while ((guest_read(DEMO_UART + UART_FR) & UART_FR_TXFF) != 0) {
    }
    guest_write(DEMO_UART + UART_DR, (uint32_t)c);
}

static void print(const char *text)
{
    while (*text != 0) {
        put(*text++);
    }
}

static void print_hex(uint64_t value)
{
    print("0x");
    bool started = false;
    for (int shift = 60; shift >= 0; shift -= 4) {
        unsigned digit = (value >> shift) & 15;
        started = started || digit != 0 || shift == 0;
        if (started) {
            put("0123456789abcdef"[digit]);
        }
    }
}

static void check(const char *what, uint64_t value, bool good)
{
    print("  ");
    print(what);
    print(": ");
    print_hex(value);
    print(good ? "\n" : "  WRONG\n");
    if (good) {
        mailbox->checks_passed = mailbox->checks_passed + 1;
    } else {
        mailbox->checks_failed = mailbox->checks_failed + 1;
    }
}

static void power_off(void)
{
    register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;
    register uint64_t x7 __asm__("x7") = 0;
    __asm__ volatile("hvc #0" : "+r"(x0) : "r"(x7) : "memory");
}

/* The abort that the VMM injects: go on behind the instruction. Any other exception is the end. */
void guest_exception(guest_frame_t *frame, uint64_t kind)
{
    uint64_t syndrome, address;
    __asm__ volatile("mrs %0, esr_el1\n\tmrs %1, far_el1" : "=r"(syndrome), "=r"(address));
    if (kind != GUEST_SYNCHRONOUS || abort_expected_at == 0 || frame->elr != abort_expected_at) {
        check("unexpected exception, kind", kind, false);
        check("unexpected exception, syndrome", syndrome, false);
        check("unexpected exception, pc", frame->elr, false);
        power_off();
    }
    last_syndrome = syndrome;
    last_address = address;
    aborts++;
    frame->elr += 4;
}

static void check_ram(void)
{
    static uint64_t words[1024];
    uint64_t sum = 0;
    for (uint64_t i = 0; i < 1024; i++) {
        words[i] = i * i;
    }
    for (uint64_t i = 0; i < 1024; i++) {
        sum += words[i];
    }
    check("sum of squares in RAM", sum, sum == 1023ul * 1024 * 2047 / 6);
}

static void check_mailbox(void)
{
    static const char greeting[] = DEMO_GREETING;
    static const char answer[] = "hello from the guest";
    check("mailbox magic", mailbox->magic, mailbox->magic == DEMO_MAGIC);
    size_t same = 0;
    while (same < sizeof(greeting) && mailbox->greeting[same] == greeting[same]) {
        same++;
    }
    print("  mailbox greeting: ");
    for (size_t i = 0; i < sizeof(mailbox->greeting) && mailbox->greeting[i] != 0; i++) {
        put(mailbox->greeting[i]);
    }
    put('\n');
    check("mailbox greeting, letters", same - 1, same == sizeof(greeting));
    for (size_t i = 0; i < sizeof(answer); i++) {
        mailbox->answer[i] = answer[i];
    }
}

static void check_device(void)
{
    guest_write(DEMO_MULTIPLY, 123456789);
    guest_write(DEMO_MULTIPLY + 4, 987654321);
    uint64_t product = *(volatile uint64_t *)(DEMO_MULTIPLY + 8);
    check("emulated multiplier", product, product == 123456789ul * 987654321);
}

/* Whether the seconds are right is for the VMM to say, which sees the same clock. */
static void check_passed_through(void)
{
    uint32_t id = guest_read(DEMO_RTC + PERIPHID0);
    check("real-time clock, identification", id, id == RTC_ID0);
    uint32_t seconds = guest_read(DEMO_RTC + RTC_DR);
    check("real-time clock, seconds", seconds, seconds != 0);
    mailbox->clock_seconds = seconds;
    id = guest_read(DEMO_GPIO + PERIPHID0);
    check("general-purpose I/O, identification", id, id == GPIO_ID0);
}

static void check_anonymous(void)
{
    volatile uint64_t *first = (volatile uint64_t *)mailbox->anonymous_base;
    volatile uint64_t *last = first + mailbox->anonymous_size / sizeof(*first) - 1;
    *first = 0x1111;
    *last = 0x2222;
    check("anonymous region", (uint64_t)first, *first == 0x1111 && *last == 0x2222);
}

/* Pages appear zeroed, and keep what is written. That no others appear, the VMM sees. */
static void check_lazy(void)
{
    uint64_t good = 0;
    for (uint64_t i = 0; i < DEMO_LAZY_TOUCHED; i++) {
        volatile uint64_t *word = (volatile uint64_t *)(DEMO_LAZY + i * DEMO_LAZY_STRIDE);
        bool is_zero = *word == 0;
        *word = i + 1;
        good += is_zero && *word == i + 1;
    }
    check("pages that were zero when first touched", good, good == DEMO_LAZY_TOUCHED);
}

static void dirty_some_pages(void)
{
    guest_write(DEMO_TRACKED + DEMO_DIRTY_FIRST, 1);
    guest_write(DEMO_TRACKED + DEMO_DIRTY_SECOND + 8, 1);
    uint32_t written = guest_read(DEMO_TRACKED + DEMO_DIRTY_FIRST) +
                       guest_read(DEMO_TRACKED + DEMO_DIRTY_SECOND + 8);
    check("tracked pages that were written", written, written == 2);
}

/* An abort as hardware would give it: of a load, from outside, at this very instruction. */
static void check_nothing(void)
{
    uint64_t at, value;
    __asm__ volatile("adr %0, 1f\n\tstr %0, [%2]\n1:\tldr %w1, [%3]"
                     : "=&r"(at), "=&r"(value)
                     : "r"(&abort_expected_at), "r"(DEMO_NOTHING)
                     : "memory");
    abort_expected_at = 0;
    bool address_fits = (last_syndrome & ESR_FNV) != 0 || last_address == DEMO_NOTHING;
    check("access to nothing, syndrome", last_syndrome,
          aborts == 1 && ESR_CLASS(last_syndrome) == ESR_CLASS_DATA_ABORT &&
              ESR_FSC(last_syndrome) == ESR_FSC_EXTERNAL && address_fits);
}

void guest_main(uint64_t device_tree)
{
    (void)device_tree;
    guest_mmu_on();
    print("guest: running at EL1, MMU on\n");
    check_ram();
    check_mailbox();
    check_device();
    check_passed_through();
    check_anonymous();
    check_lazy();
    dirty_some_pages();
    check_nothing();
    print(mailbox->checks_failed == 0 ? "guest: all checks passed\n" : "guest: checks FAILED\n");
    power_off();
}
