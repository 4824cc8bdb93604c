/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Calls of a guest to its firmware, by HVC or SMC, with any function, arguments and immediate, from
 * any vCPU that runs. A model of the specification (Arm DEN 0022 1.1 and DEN 0028) says what each
 * one returns, and which vCPUs run afterwards.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sel4vm/arch/guest_arm_context.h>
#include <sel4vm/boot.h>
#include <sel4vm/guest_irq_controller.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm/guest_vm_util.h>
#include <sel4vm/sel4_arch/processor.h>

#include "../testing.h"
#include "fuzz_input.h"
#include "vcpu/vcpu.h"

#define RAM      0x40000000ul
#define RAM_SIZE 0x4000ul
#define CODE     (RAM + 0x1000)
#define VCPUS    3u
#define CALLS    48u
#define HVC(imm) (0xd4000002u | (uint32_t)(imm) << 5)
/* Words of seL4_UserContext. */
enum { PC = 0, SPSR = 2, X0 = 3 };

typedef struct call {
    unsigned vcpu;
    bool smc;
    uint16_t immediate;
    uint64_t x[4];
} call_t;

/* What the call does. */
typedef enum effect { RETURNS, WAITS, SWITCHES_OFF, POWERS_OFF, RESETS } effect_t;

typedef struct expected {
    effect_t effect;
    int64_t result;
    int started; /* the vCPU that is switched on; -1: none */
} expected_t;

static vm_t vm;
static rs_object_t endpoint;
static bool online[VCPUS];

enum { SUCCESS = 0, NOT_SUPPORTED = -1, INVALID = -2, ALREADY_ON = -4, BAD_ADDRESS = -9 };

/* The 32-bit functions of PSCI that this firmware has (DEN 0022, table 5.1), by their numbers; of
 * those in WIDE there is a 64-bit form as well. */
#define PSCI     0x84000000u
#define WIDE_BIT 0x40000000u
static const uint32_t narrow = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 6 | 1u << 8 |
                               1u << 9 | 1u << 10 | 1u << 18;
static const uint32_t wide = 1u << 1 | 1u << 3 | 1u << 4 | 1u << 18;

static bool is_psci(uint32_t function)
{
    uint32_t number = function & ~(PSCI | WIDE_BIT);
    return (function & PSCI) == PSCI && number < 32 &&
           (((function & WIDE_BIT) != 0 ? wide : narrow) >> number & 1) != 0;
}

static bool is_entry(uint64_t address)
{
    return address % 4 == 0 && address >= RAM && address < RAM + RAM_SIZE;
}

static expected_t returns(int64_t result)
{
    return (expected_t){RETURNS, result, -1};
}

static expected_t model_cpu_on(uint64_t target, uint64_t entry)
{
    if (target >= VCPUS) {
        return returns(INVALID);
    }
    if (online[target]) {
        return returns(ALREADY_ON);
    }
    return is_entry(entry) ? (expected_t){RETURNS, SUCCESS, (int)target} : returns(BAD_ADDRESS);
}

static expected_t model_suspend(uint32_t state, uint64_t entry)
{
    if ((state & ~0x1ffffu) != 0) {
        return returns(INVALID);
    }
    return (state >> 16) != 0 && !is_entry(entry) ? returns(BAD_ADDRESS)
                                                  : (expected_t){WAITS, SUCCESS, -1};
}

static expected_t model(const call_t *call)
{
    uint32_t function = (uint32_t)call->x[0];
    uint64_t mask = (function & WIDE_BIT) != 0 ? ~0ul : 0xfffffffful;
    uint64_t a1 = call->x[1] & mask, a2 = call->x[2] & mask;
    if (call->immediate != 0) {
        return returns(NOT_SUPPORTED);
    }
    if (function == 0x80000000u) {
        return returns(0x10001); /* SMCCC_VERSION */
    }
    if (function == 0x80000001u) { /* SMCCC_ARCH_FEATURES */
        return returns((uint32_t)a1 == 0x80000000u || (uint32_t)a1 == 0x80000001u ? SUCCESS
                                                                                  : NOT_SUPPORTED);
    }
    if (!is_psci(function)) {
        return returns(NOT_SUPPORTED);
    }
    switch (function & 0x1f) {
    case 0:
        return returns(0x10001);
    case 1:
        return model_suspend((uint32_t)a1, a2);
    case 2:
        return (expected_t){SWITCHES_OFF, SUCCESS, -1};
    case 3:
        return model_cpu_on(a1, a2);
    case 4:
        return returns(a1 >= VCPUS || (uint32_t)a2 != 0 ? INVALID : online[a1] ? 0 : 1);
    case 6:
        return returns(2);
    case 8:
        return (expected_t){POWERS_OFF, SUCCESS, -1};
    case 9:
        return (expected_t){RESETS, SUCCESS, -1};
    case 10:
        return returns(is_psci((uint32_t)a1) || (uint32_t)a1 == 0x80000000u ? SUCCESS
                                                                            : NOT_SUPPORTED);
    default:
        return (uint32_t)a1 == 0 ? (expected_t){RESETS, SUCCESS, -1} : returns(INVALID);
    }
}

static uint64_t take_argument(input_t *input)
{
    uint8_t kind = (uint8_t)take(input, 1);
    uint64_t high = (kind & 0x10) != 0 ? (uint64_t)take(input, 1) << (32 + (kind >> 5) * 4) : 0;
    switch (kind & 0xf) {
    case 0:
        return take(input, 8);
    case 1:
    case 2:
        return high | take(input, 4);
    case 3:
    case 4:
        return high | (RAM - 8 + take(input, 2));
    case 5:
        return high | 1ul << (kind >> 5) << (take(input, 1) & 0x1f);
    case 6:
    case 7:
        return high | PSCI | (take(input, 1) & 0x1f) | (uint64_t)(kind >> 7) << 30;
    default:
        return high | (kind >> 5);
    }
}

/* Half of them functions that take arguments. */
static uint32_t take_number(input_t *input)
{
    static const uint8_t with_arguments[] = {1, 3, 4, 10, 18};
    uint8_t byte = (uint8_t)take(input, 1);
    return (byte & 0x80) != 0 ? with_arguments[byte % sizeof(with_arguments)] : byte & 0x1f;
}

static uint64_t take_function(input_t *input)
{
    uint8_t kind = (uint8_t)take(input, 1);
    switch (kind & 7) {
    case 0:
        return take(input, 8);
    case 1:
        return 0x80000000u | (kind >> 3 & 3) | (uint64_t)(kind >> 5) << 28;
    default:
        return PSCI | take_number(input) | ((kind & 0x80) != 0 ? WIDE_BIT : 0) |
               (kind & 0x40 ? (uint64_t)take(input, 1) << 32 : 0);
    }
}

static int stop_when_idle(vm_t *machine, seL4_Word badge, seL4_MessageInfo_t tag, void *cookie)
{
    (void)badge;
    (void)tag;
    (void)cookie;
    return vm_stop(machine, 0);
}

static void set_up(void)
{
    if (vm_init(&vm, NULL, NULL, (vspace_t){0}, NULL, endpoint.cptr, "fuzzed") != 0) {
        abort();
    }
    for (unsigned i = 0; i < VCPUS; i++) {
        vm_vcpu_t *vcpu = vm_create_vcpu(&vm, 100);
        if (vcpu == NULL || vm_assign_vcpu_target(vcpu, (int)i) != 0) {
            abort();
        }
        online[i] = i == 0;
    }
    vm_memory_reservation_t *ram = vm_reserve_memory_at(&vm, RAM, RAM_SIZE, record, NULL);
    if (vm_create_default_irq_controller(&vm) != 0 ||
        vm_map_reservation_ram(&vm, ram, seL4_AllRights, 12) != 0 ||
        vm_register_notification_callback(&vm, stop_when_idle, NULL) != 0 ||
        vcpu_start(vm.vcpus[0]) != 0) {
        abort();
    }
}

static seL4_Word *registers(unsigned vcpu)
{
    return fake_thread_registers(vm_get_vcpu_tcb(vm.vcpus[vcpu]));
}

/* Let the guest make the call, and the VM run until there is nothing to do. */
static void make(const call_t *call)
{
    seL4_Word *r = registers(call->vcpu);
    seL4_CPtr tcb = vm_get_vcpu_tcb(vm.vcpus[call->vcpu]);
    uint32_t code = HVC(call->immediate);
    r[PC] = CODE;
    r[SPSR] = 0x3c5;
    memcpy(&r[X0], call->x, sizeof(call->x));
    if (vm_guest_write(&vm, CODE, &code, sizeof(code)) != 0) {
        abort();
    }
    if (call->smc) {
        seL4_Word syndrome = (seL4_Word)HSR_SMC_64_EXCEPTION << 26 | 1u << 25 | call->immediate;
        fake_push_message(fake_thread_fault_badge(tcb), seL4_Fault_VCPUFault, &syndrome, 1, tcb);
    } else {
        const seL4_Word mr[] = {call->x[0], call->x[1], call->x[2], call->x[3], 0,       0, 0,
                                0,          CODE,       0,          0,          r[SPSR], 0};
        fake_push_message(fake_thread_fault_badge(tcb), seL4_Fault_UnknownSyscall, mr, 13, tcb);
    }
    if (vm_run(&vm) != 0) {
        abort();
    }
}

static void fail(const call_t *call, const expected_t *expected)
{
    fprintf(stderr, "vCPU %u %s #%u: 0x%lx(0x%lx, 0x%lx, 0x%lx)\nexpected %d %ld, got %ld, %s\n",
            call->vcpu, call->smc ? "smc" : "hvc", call->immediate, call->x[0], call->x[1],
            call->x[2], call->x[3], (int)expected->effect, expected->result,
            (long)registers(call->vcpu)[X0], vm_stop_reason_name(vm_get_stop(&vm)->reason));
    abort();
}

static void check(bool holds, const call_t *call, const expected_t *expected)
{
    if (!holds) {
        fail(call, expected);
    }
}

/* true when the guest is over. */
static bool check_call(const call_t *call)
{
    static const vm_stop_reason_t ends[] = {
        [POWERS_OFF] = VM_STOP_POWER_OFF, [RESETS] = VM_STOP_RESET};
    expected_t expected = model(call);
    make(call);
    const vm_stop_t *stop = vm_get_stop(&vm);
    const seL4_Word *r = registers(call->vcpu);
    if (expected.effect >= POWERS_OFF) {
        check(stop->reason == ends[expected.effect], call, &expected);
        return true;
    }
    if (expected.effect == SWITCHES_OFF) {
        online[call->vcpu] = false;
        bool any = online[0] || online[1] || online[2];
        check(stop->reason == (any ? VM_STOP_REQUESTED : VM_STOP_ALL_OFF), call, &expected);
        check(!is_vcpu_online(vm.vcpus[call->vcpu]), call, &expected);
        return !any;
    }
    check(stop->reason == VM_STOP_REQUESTED && r[PC] == CODE + 4, call, &expected);
    check((int64_t)r[X0] == expected.result, call, &expected);
    bool waits = vcpu_state(vm.vcpus[call->vcpu])->mode == VCPU_WAITING;
    check(waits == (expected.effect == WAITS), call, &expected);
    if (expected.started >= 0) {
        uint64_t mask = (call->x[0] & WIDE_BIT) != 0 ? ~0ul : 0xfffffffful;
        const seL4_Word *started = registers((unsigned)expected.started);
        check(started[PC] == (call->x[2] & mask) && started[X0] == (call->x[3] & mask), call,
              &expected);
        online[expected.started] = true;
    }
    for (unsigned i = 0; i < VCPUS; i++) {
        check(is_vcpu_online(vm.vcpus[i]) == online[i], call, &expected);
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    if (!started) {
        fake_reset(26);
        if (rs_object_alloc(seL4_EndpointObject, 0, &endpoint) != seL4_NoError) {
            abort();
        }
        started = true;
    }
    input_t input = {data, size};
    set_up();
    for (unsigned calls = 0; calls < CALLS && input.size > 0; calls++) {
        uint8_t choice = (uint8_t)take(&input, 1);
        call_t call = {
            .vcpu = choice % VCPUS,
            .smc = (choice & 0x80) != 0,
            .immediate = (choice & 0x70) == 0x70 ? (uint16_t)take(&input, 2) : 0,
            .x = {take_function(&input), take_argument(&input), take_argument(&input),
                  take_argument(&input)},
        };
        const vm_vcpu_t *vcpu = vm.vcpus[call.vcpu];
        if (online[call.vcpu] && vcpu_state(vcpu)->mode != VCPU_WAITING && check_call(&call)) {
            break;
        }
    }
    if (vm_destroy(&vm) != 0) {
        abort();
    }
    return 0;
}
