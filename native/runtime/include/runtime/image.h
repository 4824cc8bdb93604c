/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* The image's name: argv[0], and the name of the process. The build of an image defines it; there
 * is "roottask" in the library for those that do not. */
extern const char rt_image_name[];
