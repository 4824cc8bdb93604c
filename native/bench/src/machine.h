/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <sel4vm/guest_memory.h>
#include <sel4vm/guest_vm.h>
#include <sel4vm_bench/bench.h>

struct bench_vm {
    vm_t *vm;
    vm_vcpu_t *vcpu;
    bool reported;
    uint64_t stored; /* last value that the guest stored to emulated memory */
    vm_memory_reservation_t **reservation;
    size_t reservations;
};
