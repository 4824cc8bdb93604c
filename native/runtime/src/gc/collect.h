/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* What is kept about past collections, for System.GC to report. */
#pragma once

#include "heap.h"

/* Bytes. Large objects are also in `young` or `old`. */
struct gc_sizes {
    uint64_t young;
    uint64_t old;
    uint64_t large;
    uint64_t large_old;
    uint64_t committed;
};

struct gc_record {
    uint64_t index; /* number of the collection, from 1; 0: there was none */
    unsigned generation;
    struct gc_sizes before;
    struct gc_sizes after;
    uint64_t promoted; /* bytes found alive */
    uint64_t pinned;   /* pinned handles with a target */
    uint64_t pending;  /* objects that wait for their finalizers */
    uint64_t pause_ns;
};

/* The last collection, of any kind or of one. Values of System.GCKind. */
enum gc_record_kind {
    GC_RECORD_ANY = 0,
    GC_RECORD_YOUNG = 1,
    GC_RECORD_FULL = 2,
    GC_RECORD_KINDS = 3
};
struct gc_record gc_record_of(enum gc_record_kind kind);

/* When a generation was last collected, and how long that took. */
struct gc_times {
    uint64_t start_ns;
    uint64_t pause_ns;
};
struct gc_times gc_times_of(unsigned generation);
