/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A guest that uses all the memory its VMM has arranged, checks what it reads, and switches itself
 * off. */
#include <guests/demo.h>
#include <guests/mmu.h>
#include <stdbool.h>
#include <stddef.h>

/* PL011 (Arm DDI 0183): data and flag registers, transmit FIFO full. */
#define UART_DR      0x00
#define UART_FR      0x18
#define UART_FR_TXFF 0x20
/* PL031 (Arm DDI 0224): seconds, and the first word of the peripheral id. */
#define RTC_DR          0x000
#define RTC_PERIPHID0   0xfe0
#define RTC_ID0         0x31

#define PSCI_SYSTEM_OFF 0x84000008ul
#define PAGE            0x1000ul

typedef struct frame {
    uint64_t x[31];
    uint64_t elr;
    uint64_t spsr;
} frame_t;

void guest_main(void);
void guest_exception(frame_t *frame, uint64_t kind);

static volatile demo_mailbox_t *const mailbox = (volatile demo_mailbox_t *)DEMO_MAILBOX;
static volatile uint64_t aborts, last_syndrome;

static uint32_t read32(uint64_t address)
{
    return *(volatile uint32_t *)address;
}

static void write32(uint64_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static void put(char c)
{
    while ((read32(DEMO_UART + UART_FR) & UART_FR_TXFF) != 0) {
    }
    write32(DEMO_UART + UART_DR, (uint32_t)c);
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

/* An abort that the VMM has injected: go on behind the instruction. */
void guest_exception(frame_t *frame, uint64_t kind)
{
    (void)kind;
    __asm__ volatile("mrs %0, esr_el1" : "=r"(last_syndrome));
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
    static const char answer[] = "hello from the guest";
    check("mailbox magic", mailbox->magic, mailbox->magic == DEMO_MAGIC);
    print("  greeting: ");
    for (size_t i = 0; i < sizeof(mailbox->greeting) && mailbox->greeting[i] != 0; i++) {
        put(mailbox->greeting[i]);
    }
    put('\n');
    for (size_t i = 0; i < sizeof(answer); i++) {
        mailbox->answer[i] = answer[i];
    }
}

static void check_device(void)
{
    write32(DEMO_MULTIPLY, 123456789);
    write32(DEMO_MULTIPLY + 4, 987654321);
    uint64_t product = *(volatile uint64_t *)(DEMO_MULTIPLY + 8);
    check("emulated multiplier", product, product == 123456789ul * 987654321);
}

static void check_rtc(void)
{
    uint32_t id = read32(DEMO_RTC + RTC_PERIPHID0);
    check("real-time clock, identification", id, id == RTC_ID0);
    uint32_t seconds = read32(DEMO_RTC + RTC_DR);
    check("real-time clock, seconds", seconds, seconds != 0);
}

static void check_anonymous(void)
{
    volatile uint64_t *first = (volatile uint64_t *)mailbox->anonymous_base;
    volatile uint64_t *last = first + mailbox->anonymous_size / sizeof(*first) - 1;
    *first = 0x1111;
    *last = 0x2222;
    check("anonymous region", (uint64_t)first, *first == 0x1111 && *last == 0x2222);
}

/* Pages appear zeroed, where they are touched, and nowhere else. */
static void check_lazy(void)
{
    uint64_t sum = 0;
    for (uint64_t offset = 0; offset < DEMO_LAZY_SIZE; offset += DEMO_LAZY_SIZE / 8) {
        volatile uint64_t *word = (volatile uint64_t *)(DEMO_LAZY + offset);
        sum += *word;
        *word = offset;
        sum += *word - offset;
    }
    check("pages mapped on first touch", sum, sum == 0);
}

static void dirty_some_pages(void)
{
    write32(DEMO_TRACKED + 2 * PAGE, 1);
    write32(DEMO_TRACKED + 7 * PAGE + 8, 1);
    check("tracked pages", read32(DEMO_TRACKED + 2 * PAGE), read32(DEMO_TRACKED + 2 * PAGE) == 1);
}

static void check_nothing(void)
{
    uint64_t before = aborts;
    (void)read32(DEMO_NOTHING);
    check("access to nothing, syndrome", last_syndrome, aborts == before + 1);
}

static void power_off(void)
{
    register uint64_t x0 __asm__("x0") = PSCI_SYSTEM_OFF;
    register uint64_t x7 __asm__("x7") = 0;
    __asm__ volatile("hvc #0" : "+r"(x0) : "r"(x7) : "memory");
}

void guest_main(void)
{
    guest_mmu_on();
    print("guest: running at EL1, MMU on\n");
    check_ram();
    check_mailbox();
    check_device();
    check_rtc();
    check_anonymous();
    check_lazy();
    dirty_some_pages();
    check_nothing();
    print(mailbox->checks_failed == 0 ? "guest: all checks passed\n" : "guest: checks FAILED\n");
    power_off();
}
