/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The files that there are: what the class library reads of Linux's /proc about the process, its
 * threads and the time of the start (proc(5)). They are made when they are opened.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What a path leads to. */
enum proc_kind { PROC_NOTHING, PROC_FILE, PROC_DIRECTORY };

enum proc_kind proc_kind(const char *path);

/* The text of a file, which the caller frees, and its length; NULL when the path leads to no file
 * or memory ran out. */
char *proc_read(const char *path, size_t *length);

/* The names in a directory, each ended by a zero byte, in one block that the caller frees, and
 * their number; NULL when the path leads to no directory or memory ran out. Those of directories
 * end with a slash. */
char *proc_list(const char *path, size_t *count);
