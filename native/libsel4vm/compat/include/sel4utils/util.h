/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4utils/util.h
 * What upstream's utility header brings along.
 */
#include <sel4/sel4.h>

#include <sel4utils/sel4_zf_logif.h>
#include <utils/util.h>
#include <vka/vka.h>
#include <vspace/vspace.h>
