/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The functions SystemNative_* that the class library of a Unix build expects from its native
 * helper library. All arrive in native mode, except for a few trivial ones.
 *
 * Error numbers: the library converts between the platform's and its own; here the platform's are
 * its own.
 */
#pragma once

#include <runtime/platform.h>
#include <runtime/thread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Interop.Error of the class library. */
enum pal_error {
    PAL_SUCCESS = 0,
    PAL_EACCES = 0x10002,
    PAL_EBADF = 0x10008,
    PAL_EINVAL = 0x1001C,
    PAL_EMFILE = 0x10021,
    PAL_ENAMETOOLONG = 0x10025,
    PAL_ENOENT = 0x1002D,
    PAL_ENOMEM = 0x10031,
    PAL_ENOTDIR = 0x10039,
    PAL_ENOTSUP = 0x1003D,
    PAL_ENOTTY = 0x1003E,
    PAL_ERANGE = 0x10047,
    PAL_ESPIPE = 0x10049,
    PAL_ESRCH = 0x1004A,
};

void pal_set_error(enum pal_error error);
/* Sets the error and returns -1. */
int pal_fail(enum pal_error error);

/*
 * Throws PlatformNotSupportedException naming the call, through the C frames of the caller, in
 * native or managed mode. For what cannot exist here: files that can be opened, sockets, processes.
 */
_Noreturn void pal_not_supported(const char *call);
