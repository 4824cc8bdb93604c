/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "records.h"

rs_record_t rs_records[RS_SLOTS];
