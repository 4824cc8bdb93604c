/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4utils/sel4_zf_logif.h
 * Messages about a seL4_Error, printed when there is one.
 */
#include <sel4/sel4.h>

#include <utils/zf_log.h>

/** Print a message and the number of @p err at a level, unless it is seL4_NoError. */
#define ZF_LOGD_IFERR(err, ...) RS_LOG_IFERR(ZF_LOGD, err, __VA_ARGS__)
#define ZF_LOGI_IFERR(err, ...) RS_LOG_IFERR(ZF_LOGI, err, __VA_ARGS__)
#define ZF_LOGW_IFERR(err, ...) RS_LOG_IFERR(ZF_LOGW, err, __VA_ARGS__)
#define ZF_LOGE_IFERR(err, ...) RS_LOG_IFERR(ZF_LOGE, err, __VA_ARGS__)
/** The same, and abort(). */
#define ZF_LOGF_IFERR(err, ...) RS_LOG_IFERR(ZF_LOGF, err, __VA_ARGS__)

#define RS_LOG_IFERR(log, err, ...)                                                                \
    do {                                                                                           \
        seL4_Error rs_log_error = (seL4_Error)(err);                                               \
        if (rs_log_error != seL4_NoError) {                                                        \
            log("seL4_Error %d", (int)rs_log_error);                                               \
            log(__VA_ARGS__);                                                                      \
        }                                                                                          \
    } while (0)
