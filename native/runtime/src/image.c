/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <runtime/image.h>

__attribute__((weak)) const char rt_image_name[] = "roottask";
