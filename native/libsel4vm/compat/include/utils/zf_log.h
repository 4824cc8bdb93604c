/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file utils/zf_log.h
 * Messages for the developer, on the console.
 *
 * ZF_LOG_LEVEL chooses which ones are compiled in: from ZF_LOG_VERBOSE to ZF_LOG_NONE, ZF_LOG_INFO
 * where nothing is said.
 */
#include <stdlib.h>

#define ZF_LOG_VERBOSE 1
#define ZF_LOG_DEBUG   2
#define ZF_LOG_INFO    3
#define ZF_LOG_WARN    4
#define ZF_LOG_ERROR   5
#define ZF_LOG_FATAL   6
#define ZF_LOG_NONE    0xff

#ifndef ZF_LOG_LEVEL
#define ZF_LOG_LEVEL ZF_LOG_INFO
#endif

/** Print a message with its place. @param level one of ZF_LOG_VERBOSE to ZF_LOG_FATAL */
__attribute__((format(printf, 4, 5))) void rs_log(int level, const char *function, int line,
                                                  const char *format, ...);

#define RS_LOG_AT(level, ...)                                                                      \
    do {                                                                                           \
        if ((level) >= ZF_LOG_LEVEL) {                                                             \
            rs_log(level, __func__, __LINE__, __VA_ARGS__);                                        \
        }                                                                                          \
    } while (0)

#define ZF_LOGV(...) RS_LOG_AT(ZF_LOG_VERBOSE, __VA_ARGS__)
#define ZF_LOGD(...) RS_LOG_AT(ZF_LOG_DEBUG, __VA_ARGS__)
#define ZF_LOGI(...) RS_LOG_AT(ZF_LOG_INFO, __VA_ARGS__)
#define ZF_LOGW(...) RS_LOG_AT(ZF_LOG_WARN, __VA_ARGS__)
#define ZF_LOGE(...) RS_LOG_AT(ZF_LOG_ERROR, __VA_ARGS__)
/** Print and abort(). */
#define ZF_LOGF(...)                                                                               \
    do {                                                                                           \
        RS_LOG_AT(ZF_LOG_FATAL, __VA_ARGS__);                                                      \
        abort();                                                                                   \
    } while (0)

#define RS_LOG_IF(log, condition, ...)                                                             \
    do {                                                                                           \
        if (condition) {                                                                           \
            log(__VA_ARGS__);                                                                      \
        }                                                                                          \
    } while (0)

#define ZF_LOGD_IF(condition, ...) RS_LOG_IF(ZF_LOGD, condition, __VA_ARGS__)
#define ZF_LOGI_IF(condition, ...) RS_LOG_IF(ZF_LOGI, condition, __VA_ARGS__)
#define ZF_LOGW_IF(condition, ...) RS_LOG_IF(ZF_LOGW, condition, __VA_ARGS__)
#define ZF_LOGE_IF(condition, ...) RS_LOG_IF(ZF_LOGE, condition, __VA_ARGS__)
#define ZF_LOGF_IF(condition, ...) RS_LOG_IF(ZF_LOGF, condition, __VA_ARGS__)
