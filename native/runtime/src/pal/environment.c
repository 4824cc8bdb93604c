/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Time, random numbers, the process, the machine, and environment variables. */
#include "pal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

#define PROCESS_ID  1
#define NS_PER_TICK 100u
#define NS_PER_MS   1000000u
/* What a shell reports for a process that called abort. */
#define EXIT_ABORT 134
/* System.Runtime.InteropServices.Architecture.Arm64 */
#define ARCHITECTURE_ARM64 3
/* Interop.Sys.SysConfName */
#define SYSCONF_CLOCK_TICKS 1
#define SYSCONF_PAGE_SIZE   2
#define CLOCK_TICKS_PER_S   100

uint64_t SystemNative_GetTimestamp(void);
int64_t SystemNative_GetLowResolutionTimestamp(void);
int64_t SystemNative_GetSystemTimeAsTicks(void);
int64_t SystemNative_GetBootTimeTicks(void);
void SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length);
int32_t SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length);
void SystemNative_Abort(void);
void SystemNative_Exit(int32_t code);
const char *SystemNative_GetEnv(const char *name);
char **SystemNative_GetEnviron(void);
void SystemNative_FreeEnviron(char **environment);
int32_t SystemNative_GetPid(void);
int32_t SystemNative_Kill(int32_t process, int32_t signal);
int32_t SystemNative_GetPriority(int32_t which, int32_t who);
uint32_t SystemNative_GetEUid(void);
uint32_t SystemNative_GetEGid(void);
int64_t SystemNative_SysConf(int32_t name);
int32_t SystemNative_GetOSArchitecture(void);
char *SystemNative_GetUnixRelease(void);
int32_t SystemNative_GetUnixVersion(char *version, int32_t *capacity);
char *SystemNative_GetProcessPath(void);
int32_t SystemNative_GetHostName(char *name, int32_t length);
char *SystemNative_GetCwd(char *buffer, int32_t length);
void SystemNative_SetPosixSignalHandler(void *handler);
int32_t SystemNative_EnablePosixSignalHandling(int32_t signal);
void SystemNative_DisablePosixSignalHandling(int32_t signal);
void SystemNative_HandleNonCanceledPosixSignal(int32_t signal);
int32_t SystemNative_GetPlatformSignalNumber(int32_t signal);
void *SystemNative_LoadLibrary(const char *name);
const char *SystemNative_GetLoadLibraryError(void);
void *SystemNative_GetProcAddress(void *library, const char *symbol);
void SystemNative_FreeLibrary(void *library);
void *SystemNative_GetDefaultSearchOrderPseudoHandle(void);
int32_t SystemNative_SchedGetAffinity(int32_t process, intptr_t *mask);
int32_t SystemNative_SNPrintF_1S(char *text, int32_t size, const char *format,
                                 const char *argument);
int32_t SystemNative_SNPrintF_1I(char *text, int32_t size, const char *format, int32_t argument);

uint64_t SystemNative_GetTimestamp(void)
{
    return rt_time_monotonic_ns();
}

/* Milliseconds. */
int64_t SystemNative_GetLowResolutionTimestamp(void)
{
    return (int64_t)(rt_time_monotonic_ns() / NS_PER_MS);
}

int64_t SystemNative_GetSystemTimeAsTicks(void)
{
    return (int64_t)(rt_time_wall_ns() / NS_PER_TICK);
}

int64_t SystemNative_GetBootTimeTicks(void)
{
    return (int64_t)((rt_time_wall_ns() - rt_time_monotonic_ns()) / NS_PER_TICK);
}

void SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length)
{
    rt_random_bytes(buffer, (size_t)length);
}

/* Guid.NewGuid alone asks for these, and promises no secrecy. RandomNumberGenerator asks OpenSSL,
 * see SystemNative_LoadLibrary. */
int32_t SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length)
{
    rt_random_bytes(buffer, (size_t)length);
    return 0;
}

void SystemNative_Abort(void)
{
    rt_exit(EXIT_ABORT);
}

void SystemNative_Exit(int32_t code)
{
    rt_exit(code);
}

const char *SystemNative_GetEnv(const char *name)
{
    return rt_environment(name);
}

char **SystemNative_GetEnviron(void)
{
    return environ;
}

void SystemNative_FreeEnviron(char **environment)
{
    (void)environment;
}

int32_t SystemNative_GetPid(void)
{
    return PROCESS_ID;
}

/* There is one process, and no signal could end it: signal 0 asks whether it is there. */
int32_t SystemNative_Kill(int32_t process, int32_t signal)
{
    if (process != PROCESS_ID) {
        return pal_fail(PAL_ESRCH);
    }
    if (signal != 0) {
        pal_not_supported("Kill");
    }
    return 0;
}

/* The value of every process that was never made nice. */
int32_t SystemNative_GetPriority(int32_t which, int32_t who)
{
    (void)which;
    return who == 0 || who == PROCESS_ID ? 0 : pal_fail(PAL_ESRCH);
}

uint32_t SystemNative_GetEUid(void)
{
    return 0;
}

uint32_t SystemNative_GetEGid(void)
{
    return 0;
}

int64_t SystemNative_SysConf(int32_t name)
{
    switch (name) {
    case SYSCONF_CLOCK_TICKS:
        return CLOCK_TICKS_PER_S;
    case SYSCONF_PAGE_SIZE:
        return RT_PAGE_SIZE;
    default:
        return pal_fail(PAL_EINVAL);
    }
}

int32_t SystemNative_GetOSArchitecture(void)
{
    return ARCHITECTURE_ARM64;
}

/* The caller frees it. */
char *SystemNative_GetUnixRelease(void)
{
    return strdup("1.0.0");
}

int32_t SystemNative_GetUnixVersion(char *version, int32_t *capacity)
{
    return snprintf(version, (size_t)*capacity, "seL4 root task") < *capacity ? 0 : -1;
}

char *SystemNative_GetProcessPath(void)
{
    pal_set_error(PAL_ENOENT);
    return NULL;
}

int32_t SystemNative_GetHostName(char *name, int32_t length)
{
    return snprintf(name, (size_t)length, "sel4") < length ? 0 : pal_fail(PAL_ENAMETOOLONG);
}

char *SystemNative_GetCwd(char *buffer, int32_t length)
{
    if (length < 2) {
        pal_set_error(PAL_ERANGE);
        return NULL;
    }
    return strcpy(buffer, "/");
}

/* Handlers can be registered, but nothing sends a signal. */

void SystemNative_SetPosixSignalHandler(void *handler)
{
    (void)handler;
}

int32_t SystemNative_EnablePosixSignalHandling(int32_t signal)
{
    (void)signal;
    return 1;
}

void SystemNative_DisablePosixSignalHandling(int32_t signal)
{
    (void)signal;
}

void SystemNative_HandleNonCanceledPosixSignal(int32_t signal)
{
    (void)signal;
}

/* Of a System.Runtime.InteropServices.PosixSignal; other numbers stand for themselves. */
int32_t SystemNative_GetPlatformSignalNumber(int32_t signal)
{
    enum { SIGNALS = 64 };
    /* SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCHLD, SIGCONT, SIGWINCH, SIGTTIN, SIGTTOU, SIGTSTP, with
     * the numbers of Linux (signal(7)); -1 is the first. */
    static const uint8_t numbers[] = {1, 2, 3, 15, 17, 18, 28, 21, 22, 20};
    if (signal < 0 && signal >= -(int32_t)sizeof(numbers)) {
        return numbers[-signal - 1];
    }
    return signal > 0 && signal <= SIGNALS ? signal : 0;
}

/*
 * Native libraries are linked into the image; loading one leads to DllNotFoundException. The one
 * that System.Security.Cryptography stands on appears to be there, so that the answer is the same
 * as everywhere: every function of it throws PlatformNotSupportedException. Nothing here could
 * take its place, since no random numbers are at hand that a key could be made of.
 */

static char cryptography;

/* What class constructors ask: an exception there would hide its reason in another. */
static int32_t cryptography_ready(void)
{
    return 0;
}

static void cryptography_call(void)
{
    pal_not_supported("System.Security.Cryptography");
}

void *SystemNative_LoadLibrary(const char *name)
{
    return strstr(name, "System.Security.Cryptography.Native") != NULL ? &cryptography : NULL;
}

const char *SystemNative_GetLoadLibraryError(void)
{
    return "native libraries are linked into the image, none can be loaded";
}

void *SystemNative_GetProcAddress(void *library, const char *symbol)
{
    if (library != &cryptography) {
        return NULL;
    }
    bool quiet = strcmp(symbol, "CryptoNative_EnsureOpenSslInitialized") == 0 ||
                 strcmp(symbol, "CryptoNative_GetMaxMdSize") == 0;
    return quiet ? (void *)cryptography_ready : (void *)cryptography_call;
}

void SystemNative_FreeLibrary(void *library)
{
    (void)library;
}

void *SystemNative_GetDefaultSearchOrderPseudoHandle(void)
{
    return NULL;
}

int32_t SystemNative_SchedGetAffinity(int32_t process, intptr_t *mask)
{
    (void)process;
    *mask = ((intptr_t)1 << rt_processor_count()) - 1;
    return 0;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* The formats come from the library's terminal database, with one argument of the kind the name
 * says. */
int32_t SystemNative_SNPrintF_1S(char *text, int32_t size, const char *format, const char *argument)
{
    return snprintf(text, (size_t)size, format, argument);
}

int32_t SystemNative_SNPrintF_1I(char *text, int32_t size, const char *format, int32_t argument)
{
    return snprintf(text, (size_t)size, format, argument);
}
#pragma GCC diagnostic pop
