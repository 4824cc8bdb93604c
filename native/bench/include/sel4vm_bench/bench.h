/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file sel4vm_bench/bench.h
 * Benchmarks of libsel4vm in C. Each returns the instructions of all its repetitions together,
 * which is the virtual time in nanoseconds when QEMU runs with `-icount shift=0`, or BENCH_FAILED.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A benchmark could not be run. */
#define BENCH_FAILED UINT64_MAX

/** Guest physical address where the guest program begins, and bytes of RAM there. */
#define BENCH_RAM_BASE 0x40000000ul
#define BENCH_RAM_SIZE 0x200000ul

/** Calls that the guest makes: one that does nothing, and one that injects an interrupt. */
#define BENCH_CALL_NOTHING 0xc6000002ul
#define BENCH_CALL_INJECT  0xc6000003ul

/** The interrupt that BENCH_CALL_INJECT injects, an SPI. */
#define BENCH_IRQ 40

/** What a guest can be told to do; the probe's own numbers come from bench_operation(). */
typedef enum bench_operation {
    BENCH_OPERATION_LOAD,      /**< address, times: load 32 bits */
    BENCH_OPERATION_STORE,     /**< address, times: store 32 bits */
    BENCH_OPERATION_CALL,      /**< function, times: HVC */
    BENCH_OPERATION_CALL_IRQ,  /**< function, times: HVC with interrupts enabled */
    BENCH_OPERATION_SCATTER,   /**< limit, step: store to every step-th address below the limit */
    BENCH_OPERATION_GIC_SETUP, /**< interrupt to enable */
    BENCH_OPERATION_TIMER,     /**< nothing, times: take an interrupt of the virtual timer */
    BENCH_OPERATION_MMU_ON,    /**< turn translation on */
} bench_operation_t;

/** How emulated memory answers. */
typedef enum bench_answer {
    BENCH_ANSWER_LOAD,   /**< gives a value */
    BENCH_ANSWER_STORE,  /**< takes a value */
    BENCH_ANSWER_IGNORE, /**< FAULT_IGNORE */
} bench_answer_t;

/** A VM with the guest program `probe`. */
typedef struct bench_vm bench_vm_t;

/** Instructions since the machine was switched on. */
uint64_t bench_now(void);

/** bench_now() when the root task's C code began. */
uint64_t bench_root_task_start(void);

/** Identifier of the probe's report, of which x1 to x4 are the results. */
uint64_t bench_report_function(void);

/** What x0 tells the probe to do @p operation. */
uint64_t bench_operation(bench_operation_t operation);

/**
 * Make a VM and run its guest until it is ready.
 * @param guest            the probe's image
 * @param size             its bytes
 * @param with_interrupts  with an interrupt controller and BENCH_IRQ
 * @return                 the VM, for bench_vm_destroy(), or NULL
 */
bench_vm_t *bench_vm_create(const void *guest, size_t size, bool with_interrupts);

/** Take a VM apart. @return 0 or -1 */
int bench_vm_destroy(bench_vm_t *bench);

/** Let the guest do one operation, until it reports. */
uint64_t bench_guest(bench_vm_t *bench, bench_operation_t operation, uint64_t a, uint64_t b);

/**
 * Make reservations of one size side by side.
 * @param address    of the first; of the region when @p anonymous
 * @param size       bytes of each, whole pages
 * @param count      how many
 * @param anonymous  let the library choose the addresses
 * @return           0 or -1
 */
int bench_reserve(bench_vm_t *bench, uintptr_t address, size_t size, size_t count, bool anonymous,
                  bench_answer_t answer);

/** Give them back. @return 0 or -1 */
int bench_release(bench_vm_t *bench);

/** Reserve a page at @p address and give it back, @p times. */
uint64_t bench_reserve_and_free(bench_vm_t *bench, uintptr_t address, size_t times);

/** Back the only reservation with RAM. @param page_bits log2 of the largest page */
uint64_t bench_map(bench_vm_t *bench, size_t page_bits);

/** Take its RAM away. */
uint64_t bench_unmap(bench_vm_t *bench);

/** Mappings of pages and tables that the kernel has been asked for since start, refused ones
 *  included; without those that only change the rights of a mapped page. */
uint64_t bench_map_calls(void);

/** Back the only reservation page by page on first touch. @return 0 or -1 */
int bench_defer(bench_vm_t *bench);

/** Copy @p size bytes from @p buffer to the guest at @p address, @p times. */
uint64_t bench_copy_in(bench_vm_t *bench, uintptr_t address, const void *buffer, size_t size,
                       size_t times);

/** Copy @p size bytes from the guest at @p address to @p buffer, @p times. */
uint64_t bench_copy_out(bench_vm_t *bench, uintptr_t address, void *buffer, size_t size,
                        size_t times);

/** A function that does nothing, for calls from C and from C#. */
void bench_nothing(void);

/** Call bench_nothing() @p times. */
uint64_t bench_call(size_t times);

/** Call @p callback @p times; bench_nothing() when it is NULL. */
uint64_t bench_call_back(void (*callback)(void), size_t times);

/** malloc() and free() of @p size bytes, @p times. */
uint64_t bench_allocate(size_t size, size_t times);
