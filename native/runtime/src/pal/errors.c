/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "pal.h"

#include <stdio.h>
#include <string.h>

static __thread int32_t last_error __attribute__((tls_model("local-exec")));

/* Added to the class library by the build: throws PlatformNotSupportedException with a message
 * about `call`. */
extern _Noreturn void RtThrowPlatformNotSupported(const char *call) __attribute__((weak));

void pal_set_error(enum pal_error error)
{
    last_error = (int32_t)error;
}

int pal_fail(enum pal_error error)
{
    pal_set_error(error);
    return -1;
}

void pal_not_supported(const char *call)
{
    if (RtThrowPlatformNotSupported == NULL) {
        char message[128];
        snprintf(message, sizeof(message), "runtime: %s is not supported in a seL4 root task",
                 call);
        rt_panic(message);
    }
    rt_managed_enter();
    RtThrowPlatformNotSupported(call);
}

int32_t SystemNative_GetErrNo(void);
void SystemNative_SetErrNo(int32_t error);
int32_t SystemNative_ConvertErrorPlatformToPal(int32_t error);
int32_t SystemNative_ConvertErrorPalToPlatform(int32_t error);
const char *SystemNative_StrErrorR(int32_t error, char *buffer, int32_t size);

int32_t SystemNative_GetErrNo(void)
{
    return last_error;
}

void SystemNative_SetErrNo(int32_t error)
{
    last_error = error;
}

int32_t SystemNative_ConvertErrorPlatformToPal(int32_t error)
{
    return error;
}

int32_t SystemNative_ConvertErrorPalToPlatform(int32_t error)
{
    return error;
}

const char *SystemNative_StrErrorR(int32_t error, char *buffer, int32_t size)
{
    static const struct {
        enum pal_error error;
        const char *text;
    } texts[] = {
        {PAL_SUCCESS, "Success"},
        {PAL_EACCES, "Permission denied"},
        {PAL_EBADF, "Bad file descriptor"},
        {PAL_EINVAL, "Invalid argument"},
        {PAL_EMFILE, "Too many open files"},
        {PAL_ENAMETOOLONG, "File name too long"},
        {PAL_ENOENT, "No such file or directory"},
        {PAL_ENOMEM, "Cannot allocate memory"},
        {PAL_ENOTDIR, "Not a directory"},
        {PAL_ENOTSUP, "Operation not supported"},
        {PAL_ENOTTY, "Inappropriate ioctl for device"},
        {PAL_ERANGE, "Numerical result out of range"},
        {PAL_ESPIPE, "Illegal seek"},
        {PAL_ESRCH, "No such process"},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if ((int32_t)texts[i].error == error) {
            return texts[i].text;
        }
    }
    snprintf(buffer, (size_t)size, "Error %d", (int)error);
    return buffer;
}
