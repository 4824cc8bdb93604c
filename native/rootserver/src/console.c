/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "console_raw.h"
#include "park.h"

#include <rootserver/bootinfo.h>
#include <rootserver/console.h>
#include <rootserver/fdt.h>
#include <rootserver/irq.h>
#include <rootserver/objects.h>
#include <rootserver/sync.h>
#include <rootserver/vspace.h>
#include <stdio.h>
#include <string.h>

/* PL011 registers and flags (Arm DDI 0183G, 3.2). */
#define UARTDR      0x00u
#define UARTFR      0x18u
#define UARTIMSC    0x38u
#define UARTICR     0x44u
#define UARTFR_RXFE (1u << 4)
#define UARTFR_TXFF (1u << 5)
#define UARTINT_RX  (1u << 4)
#define UARTINT_RT  (1u << 6) /* receive timeout: bytes below the FIFO's trigger level */

#define LINE_MAX    256u

/* Begins a frame (rootserver/testproto.h); text shows the other one in its place. */
#define RECORD_SEPARATOR '\x1e'
#define REPLACEMENT      '?'

static volatile uint8_t *uart;
static rs_mutex_t lock;
static rs_mutex_t input_lock;
static rs_irq_t input; /* taken by the first reader */
static unsigned input_number;

/* What stdout was given since the last newline. */
static char line[LINE_MAX];
static size_t line_length;

static volatile uint32_t *reg(size_t offset)
{
    return (volatile uint32_t *)(uart + offset);
}

static void put(char c)
{
    while ((*reg(UARTFR) & UARTFR_TXFF) != 0) {
    }
    *reg(UARTDR) = (uint8_t)c;
}

static void write_bytes(const char *text, size_t length, bool is_frame)
{
    static char before;
    for (size_t i = 0; uart != NULL && i < length; i++) {
        if (text[i] == '\n' && before != '\r') {
            put('\r');
        }
        put(text[i] == RECORD_SEPARATOR && !is_frame ? REPLACEMENT : text[i]);
        before = text[i];
    }
}

void rs_console_write_raw(const char *text, size_t length)
{
    write_bytes(text, length, false);
}

void rs_console_frame_raw(const char *frame, size_t length)
{
    write_bytes(frame, length, true);
}

static void flush_line(void)
{
    rs_console_write_raw(line, line_length);
    line_length = 0;
}

void rs_console_flush(void)
{
    rs_critical_lock(&lock);
    flush_line();
    rs_critical_unlock(&lock);
}

void rs_console_write(const char *text, size_t length)
{
    rs_critical_lock(&lock);
    flush_line();
    rs_console_write_raw(text, length);
    rs_critical_unlock(&lock);
}

void rs_console_frame(const char *frame, size_t length)
{
    rs_critical_lock(&lock);
    flush_line();
    rs_console_frame_raw(frame, length);
    rs_critical_unlock(&lock);
}

void rs_console_seize(void)
{
    /* Whoever holds the lock may never let go of it (the thread that crashed): take it by force. */
    __atomic_store_n(&lock.state, 2, __ATOMIC_SEQ_CST);
    flush_line();
}

static int stdout_put(char c, FILE *file)
{
    (void)file;
    rs_critical_lock(&lock);
    line[line_length++] = c;
    if (c == '\n' || line_length == LINE_MAX) {
        flush_line();
    }
    rs_critical_unlock(&lock);
    return (unsigned char)c;
}

static int stdout_flush(FILE *file)
{
    (void)file;
    rs_console_flush();
    return 0;
}

/* What the receive FIFO holds, up to capacity. */
static size_t drain(char *buffer, size_t capacity)
{
    size_t length = 0;
    while (length < capacity && (*reg(UARTFR) & UARTFR_RXFE) == 0) {
        buffer[length++] = (char)*reg(UARTDR);
    }
    return length;
}

/* True when the receive interrupt can be waited for. */
static bool take_interrupt(void)
{
    if (input.handler == seL4_CapNull && input_number != 0) {
        rs_irq_init(&input, input_number);
    }
    return input.handler != seL4_CapNull;
}

size_t rs_console_read(char *buffer, size_t capacity)
{
    rs_console_flush();
    rs_mutex_lock(&input_lock);
    size_t length = drain(buffer, capacity);
    while (length == 0 && capacity != 0 && take_interrupt()) {
        *reg(UARTIMSC) = UARTINT_RX | UARTINT_RT;
        rs_irq_wait(&input);
        *reg(UARTIMSC) = 0;
        *reg(UARTICR) = UARTINT_RX | UARTINT_RT;
        rs_irq_ack(&input);
        length = drain(buffer, capacity);
    }
    rs_mutex_unlock(&input_lock);
    return length;
}

size_t rs_console_try_read(char *buffer, size_t capacity)
{
    size_t length = 0;
    if (rs_mutex_try_lock(&input_lock)) {
        length = drain(buffer, capacity);
        rs_mutex_unlock(&input_lock);
    }
    return length;
}

static int stdin_get(FILE *file)
{
    char c;
    (void)file;
    return rs_console_read(&c, 1) == 1 ? (unsigned char)c : _FDEV_EOF;
}

static FILE console_file = FDEV_SETUP_STREAM(stdout_put, stdin_get, stdout_flush, _FDEV_SETUP_RW);
FILE *const stdin = &console_file;
FILE *const stdout = &console_file;
FILE *const stderr = &console_file;

static seL4_Error find_uart(uintptr_t *paddr)
{
    size_t length = 0;
    uint64_t base = 0, size = 0;
    rs_fdt_t fdt;
    const void *blob = rs_bootinfo_chunk(SEL4_BOOTINFO_HEADER_FDT, &length);
    if (blob == NULL || !rs_fdt_open(&fdt, blob, length)) {
        return seL4_FailedLookup;
    }
    rs_fdt_node_t node = rs_fdt_console(&fdt);
    if (node == RS_FDT_NONE || !rs_fdt_reg(&fdt, node, 0, &base, &size)) {
        return seL4_FailedLookup;
    }
    rs_fdt_gic_interrupt(&fdt, node, 0, &input_number);
    *paddr = (uintptr_t)base;
    return seL4_NoError;
}

seL4_Error rs_console_init(void)
{
    uintptr_t paddr = 0;
    rs_object_t frame = {0};
    seL4_Error error = find_uart(&paddr);
    if (error == seL4_NoError) {
        error = rs_object_alloc_at(seL4_ARM_SmallPageObject, 0, paddr, &frame);
    }
    if (error != seL4_NoError) {
        return error;
    }
    uintptr_t vaddr = rs_vspace_reserve((size_t)1 << seL4_PageBits, seL4_PageBits);
    /* Not cacheable: device memory. */
    error = rs_vspace_map(rs_vspace_self(), frame.cptr, vaddr, seL4_PageBits, seL4_ReadWrite,
                          seL4_ARM_ExecuteNever);
    if (error == seL4_NoError) {
        uart = (volatile uint8_t *)vaddr;
    }
    return error;
}
