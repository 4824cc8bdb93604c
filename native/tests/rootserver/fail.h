/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The loader's console and its way to fail, on the host. */
#pragma once

#include <setjmp.h>
#include <stdbool.h>

/* Where loader_fail goes, and what it said. Set the jump before calling the loader's code. */
extern jmp_buf loader_failed;
extern char loader_message[256];

/* Runs statement; true when it ended in loader_fail. */
#define FAILS(statement) (setjmp(loader_failed) == 0 ? ((statement), false) : true)
