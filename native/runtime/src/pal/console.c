/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The three standard streams on the serial console. Towards the library they are redirected, not a
 * terminal: it then neither queries the cursor nor edits lines. Lines are edited here instead, as
 * the terminal driver of an operating system would: typed characters are echoed, backspace removes
 * one, and a line is delivered when it is complete.
 */
#include "console.h"
#include "pal.h"

#include <string.h>

/* Other descriptors, and reading by descriptor: files.c. */
enum { FD_STDIN, FD_STDOUT, FD_STDERR };

#define LINE_MAX_BYTES   1024u
#define KEY_END_OF_INPUT 0x04 /* ^D */
#define KEY_BACKSPACE    0x08
#define KEY_DELETE       0x7f

/* Interop.PollEvents */
#define POLL_IN  1
#define POLL_OUT 4

struct poll_event {
    int32_t file;
    int16_t events;
    int16_t triggered;
};

static struct {
    rt_mutex_t mutex;
    uint32_t initialized; /* 0 no, 1 being done, 2 yes */
    char line[LINE_MAX_BYTES];
    size_t length;
    size_t delivered;
    bool after_return; /* the line ended with CR: a LF right behind it belongs to it */
} input;

int32_t SystemNative_Write(intptr_t file, const void *buffer, int32_t count);
int32_t SystemNative_IsATty(intptr_t file);
int32_t SystemNative_ReadStdin(void *buffer, int32_t count);
int32_t SystemNative_StdinReady(void);
int32_t SystemNative_Poll(struct poll_event *events, uint32_t count, int32_t timeout_ms,
                          uint32_t *triggered);
int32_t SystemNative_InitializeTerminalAndSignalHandling(void);
void SystemNative_InitializeConsoleBeforeRead(uint8_t minimum, uint8_t timeout);
void SystemNative_UninitializeConsoleAfterRead(void);
void SystemNative_UninitializeTerminal(void);
void SystemNative_SetKeypadXmit(intptr_t terminal, const char *text);
void SystemNative_SetTerminalInvalidationHandler(void *handler);
int32_t SystemNative_GetWindowSize(intptr_t terminal, void *size);
void SystemNative_GetControlCharacters(const int32_t *names, uint8_t *values, int32_t count,
                                       uint8_t *disabled);
int32_t SystemNative_GetSignalForBreak(void);
int32_t SystemNative_SetSignalForBreak(int32_t enabled);
void SystemNative_Log(const char *text, int32_t length);
void SystemNative_LogError(const char *text, int32_t length);
void SystemNative_SysLog(int32_t priority, const char *message, const char *argument);

/* ---- output ---- */

int32_t SystemNative_Write(intptr_t file, const void *buffer, int32_t count)
{
    if (file != FD_STDOUT && file != FD_STDERR) {
        return pal_fail(PAL_EBADF);
    }
    rt_console_write(buffer, (size_t)count);
    return count;
}

void SystemNative_Log(const char *text, int32_t length)
{
    rt_console_write(text, (size_t)length);
}

void SystemNative_LogError(const char *text, int32_t length)
{
    rt_console_write(text, (size_t)length);
}

void SystemNative_SysLog(int32_t priority, const char *message, const char *argument)
{
    (void)priority;
    (void)message;
    rt_console_write(argument, strlen(argument));
    rt_console_write("\n", 1);
}

/* ---- input ---- */

static void lock_input(void)
{
    uint32_t expected = 0;
    if (__atomic_compare_exchange_n(&input.initialized, &expected, 1, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE)) {
        if (!rt_mutex_init(&input.mutex)) {
            rt_panic("runtime: no memory for the console's lock");
        }
        __atomic_store_n(&input.initialized, 2, __ATOMIC_RELEASE);
    }
    while (__atomic_load_n(&input.initialized, __ATOMIC_ACQUIRE) != 2) {
        rt_os_thread_yield();
    }
    rt_mutex_lock(&input.mutex);
}

/* Removes the last character, which in UTF-8 may be several bytes. */
static void erase_character(void)
{
    if (input.length == 0) {
        return;
    }
    while (input.length > 1 && ((uint8_t)input.line[input.length - 1] & 0xc0u) == 0x80u) {
        input.length--;
    }
    input.length--;
    rt_console_write("\b \b", 3);
}

/* True when the line is complete. */
static bool take_character(char character)
{
    bool follows_return = input.after_return;
    input.after_return = character == '\r';
    if (character == '\n' && follows_return) {
        return false;
    }
    switch (character) {
    case '\r':
    case '\n':
        input.line[input.length++] = '\n';
        rt_console_write("\n", 1);
        return true;
    case KEY_END_OF_INPUT:
        return true;
    case KEY_BACKSPACE:
    case KEY_DELETE:
        erase_character();
        return false;
    default:
        /* One byte stays free for the end of the line. */
        if (input.length < LINE_MAX_BYTES - 1) {
            input.line[input.length++] = character;
            rt_console_write(&character, 1);
        }
        return false;
    }
}

static void fill_line(void)
{
    char character;
    input.length = 0;
    input.delivered = 0;
    while (rt_console_read(&character, 1) == 1 && !take_character(character)) {
    }
}

int32_t pal_console_read(void *buffer, int32_t count)
{
    lock_input();
    if (input.delivered == input.length) {
        fill_line();
    }
    size_t length = input.length - input.delivered;
    length = length < (size_t)count ? length : (size_t)count;
    memcpy(buffer, input.line + input.delivered, length);
    input.delivered += length;
    rt_mutex_unlock(&input.mutex);
    return (int32_t)length;
}

int32_t SystemNative_ReadStdin(void *buffer, int32_t count)
{
    return pal_console_read(buffer, count);
}

/* True when a read would not wait for typing. */
int32_t SystemNative_StdinReady(void)
{
    return input.delivered != input.length;
}

int32_t SystemNative_Poll(struct poll_event *events, uint32_t count, int32_t timeout_ms,
                          uint32_t *triggered)
{
    (void)timeout_ms;
    *triggered = 0;
    for (uint32_t i = 0; i < count; i++) {
        int32_t ready = events[i].file == FD_STDIN ? POLL_IN : POLL_OUT;
        events[i].triggered = (int16_t)(events[i].events & ready);
        *triggered += events[i].triggered != 0;
    }
    return PAL_SUCCESS;
}

/* ---- the terminal, which is none ---- */

int32_t SystemNative_IsATty(intptr_t file)
{
    (void)file;
    pal_set_error(PAL_ENOTTY);
    return 0;
}

int32_t SystemNative_InitializeTerminalAndSignalHandling(void)
{
    return 1;
}

void SystemNative_InitializeConsoleBeforeRead(uint8_t minimum, uint8_t timeout)
{
    (void)minimum;
    (void)timeout;
}

void SystemNative_UninitializeConsoleAfterRead(void)
{
}

void SystemNative_UninitializeTerminal(void)
{
}

void SystemNative_SetKeypadXmit(intptr_t terminal, const char *text)
{
    (void)terminal;
    (void)text;
}

void SystemNative_SetTerminalInvalidationHandler(void *handler)
{
    (void)handler;
}

int32_t SystemNative_GetWindowSize(intptr_t terminal, void *size)
{
    (void)terminal;
    (void)size;
    return pal_fail(PAL_ENOTTY);
}

void SystemNative_GetControlCharacters(const int32_t *names, uint8_t *values, int32_t count,
                                       uint8_t *disabled)
{
    (void)names;
    memset(values, 0, (size_t)count);
    *disabled = 0;
}

int32_t SystemNative_GetSignalForBreak(void)
{
    return 0;
}

int32_t SystemNative_SetSignalForBreak(int32_t enabled)
{
    (void)enabled;
    return 1;
}
