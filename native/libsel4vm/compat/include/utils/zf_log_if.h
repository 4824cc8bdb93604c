/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/** @file utils/zf_log_if.h The conditional messages, which utils/zf_log.h defines. */
#include <utils/zf_log.h>
