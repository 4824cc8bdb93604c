/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* A small test runner, and what tests of libsel4vm share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <fake/fake.h>
#include <rootserver/objects.h>
#include <rootserver/vspace.h>
#include <sel4vm/guest_error_ext.h>
#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_memory_ext.h>
#include <sel4vm/guest_vm.h>

#include "counted_heap.h"

typedef struct test {
    const char *name;
    void (*run)(void);
    struct test *next;
} test_t;

extern test_t *tests;
extern unsigned test_failures;
void test_register(test_t *test);
void test_fail(const char *file, int line, const char *what, long long left, long long right);

#define TEST(name_)                                                                                \
    static void name_(void);                                                                       \
    static test_t test_##name_ = {#name_, name_, NULL};                                            \
    __attribute__((constructor)) static void register_##name_(void)                                \
    {                                                                                              \
        test_register(&test_##name_);                                                              \
    }                                                                                              \
    static void name_(void)

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_fail(__FILE__, __LINE__, #condition, 0, 0);                                       \
        }                                                                                          \
    } while (0)

#define CHECK_EQ(left, right)                                                                      \
    do {                                                                                           \
        long long left_ = (long long)(left);                                                       \
        long long right_ = (long long)(right);                                                     \
        if (left_ != right_) {                                                                     \
            test_fail(__FILE__, __LINE__, #left " == " #right, left_, right_);                     \
        }                                                                                          \
    } while (0)

/* The last failure of VM has this code, and an operation. */
#define CHECK_ERROR(vm, expected)                                                                  \
    do {                                                                                           \
        CHECK_EQ(vm_last_error(vm)->code, expected);                                               \
        CHECK(vm_last_error(vm)->operation[0] != '\0');                                            \
    } while (0)

/* Everything that could leak. (The root server keeps split blocks of untyped memory as they are;
 * its statistics count them, and their slots, as free.) */
typedef struct baseline {
    fake_counts_t counts;
    rs_memory_stats_t memory;
    long heap;
} baseline_t;
baseline_t baseline_take(void);
#define CHECK_BASELINE(before) baseline_check(&(before), __FILE__, __LINE__)
void baseline_check(const baseline_t *before, const char *file, int line);

/* A VM that has memory and nothing else. */
vm_t *memory_vm(void);
void memory_vm_free(vm_t *vm);

/* Ask who is responsible for an access of a VM, as a fault does. */
memory_fault_result_t dispatch(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length);

/* A callback that counts; its cookie is a recorder_t. */
typedef struct recorder {
    unsigned calls;
    uintptr_t addr;
    size_t length;
    vm_vcpu_t *vcpu;
    memory_fault_result_t result;
} recorder_t;
memory_fault_result_t record(vm_t *vm, vm_vcpu_t *vcpu, uintptr_t addr, size_t length,
                             void *cookie);

#define KIB 0x400ul
#define MIB 0x100000ul
#define GIB 0x40000000ul
