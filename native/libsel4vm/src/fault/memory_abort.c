/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "memory_abort.h"

#include <sel4vm/sel4_arch/processor.h>

#include "memory/mapping.h"
#include "vm/error.h"

#include "abort_cause.h"
#include "abort_inject.h"
#include "access_address.h"
#include "endianness.h"
#include "guest_code.h"
#include "memory_fault.h"

/* Syndrome of a data abort: Arm DDI 0487, D17.2.37 "ISS encoding for an exception from a Data
 * Abort". */
#define ISS_ISV       (1u << 24)
#define ISS_SAS_SHIFT 22
#define ISS_SSE       (1u << 21)
#define ISS_SRT_SHIFT 16
#define ISS_SF        (1u << 15)
#define ISS_CM        (1u << 8) /* cache maintenance */

#define STALE_LIMIT   16

/* The instruction that faulted, through the guest's own translation of the pc. */
static bool fetch_instruction(struct fault *fault, uint32_t *instruction)
{
    stage1_t stage1;
    if (!vmi_guest_stage1(fault->vcpu, fault->ip, &stage1)) {
        return false;
    }
    fault->sctlr = stage1.sctlr;
    fault->sctlr_known = true;
    return vmi_read_instruction(&stage1, fault->ip, instruction);
}

/* Add the offset of a pre- or post-indexed instruction to its base register. */
static int write_back_base(struct fault *fault)
{
    const a64_access_t *access = &fault->access;
    if (!access->write_back) {
        return 0;
    }
    uint64_t base = fault->base + (uint64_t)(int64_t)access->offset;
    if (fault->base_is_sp_el1) {
        return vmi_write_vcpu_register(fault, seL4_VCPUReg_SP_EL1, base);
    }
    if (access->base == REGISTER_31) {
        fault->words[CONTEXT_SP] = base;
        fault->dirty = fault->dirty > CONTEXT_SP + 1 ? fault->dirty : CONTEXT_SP + 1;
        return 0;
    }
    return fault_set_register(fault, access->base, base);
}

static uint64_t extend(const a64_access_t *access, uint64_t value)
{
    unsigned unused = 64 - 8u * access->size;
    if (access->sign_extend) {
        value = (uint64_t)((int64_t)(value << unused) >> unused);
    }
    return access->wide ? value : (uint32_t)value;
}

/* A kernel call has failed, and is recorded. */
static vcpu_next_t registers_lost(const struct fault *fault)
{
    return vmi_stop_vcpu_failed(fault->vcpu, fault->ip, fault->address);
}

/* The vCPU goes on with the registers that have changed. */
static inline vcpu_next_t written_back(struct fault *fault)
{
    return vmi_fault_write_back(fault) == 0 ? VCPU_REPLY : registers_lost(fault);
}

/* Nobody answers for the access: what hardware does with an address that nothing decodes, or the
 * end. */
static vcpu_next_t refuse(struct fault *fault, vm_stop_reason_t reason, uint64_t value)
{
    vm_vcpu_t *vcpu = fault->vcpu;
    if (vm_state(vcpu->vm)->policy == VM_UNHANDLED_ABORT) {
        /* Nothing of the instruction is done: the registers are those before it. What is known of
         * the access is still wanted, by the tracer. */
        struct fault before = {.vcpu = vcpu};
        vmi_fault_begin(&before, fault->ip, fault->address, fault->fetch, fault->syndrome);
        abort_cause_t cause;
        if (vmi_abort_cause(&before, &cause) == 0 && vmi_abort_inject(&before, &cause) == 0 &&
            vmi_fault_write_back(&before) == 0) {
            return VCPU_REPLY;
        }
        return registers_lost(fault);
    }
    vmi_stop_because(vcpu, reason, fault->ip, fault->address, value);
    return VCPU_STAY;
}

typedef enum step {
    STEP_NEXT,   /* the access is done */
    STEP_REPEAT, /* the instruction is repeated */
    STEP_ABORT,  /* the guest takes an exception */
    STEP_REFUSE, /* nobody answers for it */
    STEP_FAIL,   /* the VM stops: a callback has failed */
    STEP_LOST,   /* the VM stops: a register is out of reach */
} step_t;

static inline void state_outcome(const struct fault *fault, vm_trace_answer_t outcome)
{
    vcpu_state(fault->vcpu)->outcome = outcome;
}

/* What register REG gets from a load. Returns false with a failure recorded. */
static inline bool loaded_value(struct fault *fault, unsigned reg, uint64_t *value)
{
    const a64_access_t *access = &fault->access;
    uint64_t data = fault->data;
    if (access->size > 1) {
        /* PSTATE comes with the words that writing the register back needs in any case. */
        int endianness =
            vmi_fault_fetch(fault, vmi_context_word(reg)) == 0 ? vmi_access_endianness(fault) : -1;
        if (endianness < 0) {
            return false;
        }
        if (endianness == ACCESS_BIG_ENDIAN) {
            data = swap_bytes(data, access->size);
        }
    }
    *value = extend(access, data);
    return true;
}

/* The access is done, with OUTCOME: handled, or ignored. The data of a load goes to the register
 * with the last access of the instruction: until then the guest may get an abort instead, or repeat
 * the instruction, and either may need the base register, which a pair may load. */
static inline step_t finish_access(struct fault *fault, vm_trace_answer_t outcome)
{
    const a64_access_t *access = &fault->access;
    state_outcome(fault, outcome);
    unsigned reg = access->reg[fault->element];
    bool loaded = !access->write && outcome != VM_TRACE_IGNORED && reg < REGISTER_31;
    uint64_t value = 0;
    if (loaded && !loaded_value(fault, reg, &value)) {
        return STEP_LOST;
    }
    if (__builtin_expect(fault->element + 1u < access->elements, 0)) {
        fault->first_loaded = loaded;
        fault->first_value = value;
        return STEP_NEXT;
    }
    if (__builtin_expect(fault->element > 0 && fault->first_loaded, 0) &&
        fault_set_register(fault, access->reg[0], fault->first_value) != 0) {
        return STEP_LOST;
    }
    return !loaded || fault_set_register(fault, reg, value) == 0 ? STEP_NEXT : STEP_LOST;
}

/* Ask RESERVATION, which has the address or is NULL, for one access. */
static inline step_t dispatch_access(struct fault *fault, vm_memory_reservation_t *reservation)
{
    vm_vcpu_t *vcpu = fault->vcpu;
    vcpu->vcpu_arch.fault = fault;
    memory_fault_result_t result =
        memory_ask(vcpu->vm, vcpu, reservation, fault->address, fault->access.size);
    vcpu->vcpu_arch.fault = NULL;
    fault->asked = true;
    if (fault->aborted) {
        return STEP_ABORT;
    }
    if (fault->fetch && (result == FAULT_HANDLED || result == FAULT_IGNORE)) {
        return STEP_REFUSE; /* there is no instruction to go on with */
    }
    switch (result) {
    case FAULT_HANDLED:
        return fault->repeat ? STEP_REPEAT : finish_access(fault, VM_TRACE_HANDLED);
    case FAULT_RESTART:
        return fault->advanced ? finish_access(fault, VM_TRACE_HANDLED) : STEP_REPEAT;
    case FAULT_IGNORE:
        return finish_access(fault, VM_TRACE_IGNORED);
    case FAULT_UNHANDLED:
        return STEP_REFUSE;
    default:
        return STEP_FAIL;
    }
}

/* The instruction is repeated, with the registers that the callback has set. */
static vcpu_next_t repeat(struct fault *fault)
{
    state_outcome(fault, VM_TRACE_RESTARTED);
    return written_back(fault);
}

/* The instruction does not simply go on behind this access. */
static vcpu_next_t end_otherwise(struct fault *fault, step_t step)
{
    switch (step) {
    case STEP_REPEAT:
        return repeat(fault);
    case STEP_ABORT:
        return written_back(fault);
    case STEP_LOST:
        return registers_lost(fault);
    case STEP_REFUSE:
        return refuse(fault, VM_STOP_UNHANDLED_MEMORY_FAULT, fault->syndrome);
    default:
        vmi_stop_because(fault->vcpu, VM_STOP_CALLBACK_ERROR, fault->ip, fault->address,
                         vm_last_error(fault->vcpu->vm)->address);
        return VCPU_STAY;
    }
}

/* All accesses of the instruction, in the order of their addresses; the first is to RESERVATION. */
static vcpu_next_t run_accesses(struct fault *fault, vm_memory_reservation_t *reservation)
{
    for (;;) {
        step_t step = dispatch_access(fault, reservation);
        if (__builtin_expect(step != STEP_NEXT, 0)) {
            return end_otherwise(fault, step);
        }
        if (__builtin_expect(fault->element + 1u >= fault->access.elements, 1)) {
            break;
        }
        vmi_fault_select(fault, fault->element + 1, fault->address + fault->access.size);
        reservation = reservation_at(memory_of(fault->vcpu->vm), fault->address);
    }
    fault_skip_instruction(fault);
    return write_back_base(fault) == 0 ? written_back(fault) : registers_lost(fault);
}

/* Take the access from the syndrome. Returns false when that does not describe it (ISV clear).
 *
 * Limit: an unaligned access that begins in RAM and ends in emulated memory is taken for one of the
 * whole register to the start of the latter. Nothing but the instruction tells the two apart, and
 * reading that for each access to the start of a page would cost more than the access. */
static inline bool access_from_syndrome(struct fault *fault)
{
    a64_access_t *access = &fault->access;
    uint32_t syndrome = fault->syndrome;
    access->elements = 1;
    access->write_back = false;
    if (fault->fetch) {
        access->size = A64_INSTRUCTION_SIZE;
        access->write = false;
        access->reg[0] = REGISTER_31;
        return true;
    }
    access->write = (syndrome & ISS_WNR) != 0;
    if ((syndrome & ISS_ISV) == 0) {
        return false;
    }
    access->size = (uint8_t)(1u << ((syndrome >> ISS_SAS_SHIFT) & 3));
    access->sign_extend = (syndrome & ISS_SSE) != 0;
    access->wide = (syndrome & ISS_SF) != 0;
    access->reg[0] = (syndrome >> ISS_SRT_SHIFT) & 31;
    return true;
}

/* The instruction does nothing here: go on behind it. */
static vcpu_next_t skip(struct fault *fault)
{
    state_outcome(fault, VM_TRACE_SKIPPED);
    fault_skip_instruction(fault);
    return written_back(fault);
}

/* true when the access to virtual address BEGIN begins where it faulted: the hardware reports the
 * first byte that it could not reach, so what began in the page before, in RAM, looks like an
 * access to the start of this one. Below 4 KiB, virtual and guest physical addresses are alike. */
static bool begins_at_fault(const struct fault *fault, uint64_t begin)
{
    return ((begin ^ fault->address) & (VM_PAGE_SIZE - 1)) == 0;
}

/* Take the access from INSTRUCTION; as access_from_instruction(). */
static bool decode_access(struct fault *fault, uint32_t instruction, vcpu_next_t *next)
{
    vm_counters(fault->vcpu->vm)->decoded_instructions++;
    a64_result_t kind = vmi_a64_decode(instruction, &fault->access);
    if (kind == A64_NOTHING) {
        *next = skip(fault);
        return false;
    }
    uint64_t begin = 0;
    if (kind == A64_ACCESS && vmi_access_address(fault, &begin) != 0) {
        *next = registers_lost(fault);
        return false;
    }
    size_t bytes = (size_t)fault->access.size * fault->access.elements;
    bool is_write = (fault->syndrome & ISS_WNR) != 0;
    if (kind != A64_ACCESS || is_write != fault->access.write ||
        bytes > VM_PAGE_SIZE - fault->address % VM_PAGE_SIZE || !begins_at_fault(fault, begin)) {
        /* No access that is known, or another instruction is there by now, or the access goes on in
         * a page that may be elsewhere, or comes from one. */
        *next = refuse(fault, VM_STOP_UNSUPPORTED_ACCESS, instruction);
        return false;
    }
    return true;
}

/* The syndrome does not tell the access: read the instruction. Returns false when it has no access,
 * and in *NEXT what becomes of the vCPU then. */
static bool access_from_instruction(struct fault *fault, vcpu_next_t *next)
{
    uint32_t instruction;
    if ((fault->syndrome & ISS_CM) != 0) {
        /* Cache maintenance of memory that is emulated, or that the guest has no right to: nothing
         * of it is in a cache for the guest. */
        *next = skip(fault);
        return false;
    }
    /* PSTATE, and with the same call registers that are likely to be wanted. */
    if (vmi_fault_fetch(fault, CONTEXT_X8 + 1) != 0) {
        *next = registers_lost(fault);
        return false;
    }
    if ((fault->words[CONTEXT_SPSR] & PSTATE_AARCH32) != 0 ||
        !fetch_instruction(fault, &instruction)) {
        *next = refuse(fault, VM_STOP_UNSUPPORTED_ACCESS, fault->syndrome);
        return false;
    }
    return decode_access(fault, instruction, next);
}

/* A fault on a page that the guest may use as it did is stale: another vCPU has had it put right.
 * Over and over again, it is not: a capability of the caller's allows less than what it was mapped
 * with. */
static bool is_stale(vm_vcpu_t *vcpu, uintptr_t ip, uintptr_t address)
{
    struct vm_vcpu_arch_state *state = vcpu_state(vcpu);
    if (state->stale_ip != ip || state->stale_address != address) {
        state->stale_ip = ip;
        state->stale_address = address;
        state->stale_count = 0;
    }
    return state->stale_count++ < STALE_LIMIT;
}

static void state_resolution(const vm_vcpu_t *vcpu, resolution_t resolution)
{
    static const vm_trace_answer_t outcomes[] = {
        [RESOLVE_MAPPED] = VM_TRACE_MAPPED,
        [RESOLVE_TRACKED] = VM_TRACE_TRACKED,
        [RESOLVE_STALE] = VM_TRACE_STALE,
    };
    vcpu_state(vcpu)->outcome = outcomes[resolution];
}

/* Put right what keeps the guest from memory that backs a reservation. */
static bool put_right(vm_vcpu_t *vcpu, uintptr_t ip, uintptr_t address, bool fetch,
                      uint32_t syndrome)
{
    /* Cache maintenance is always said to write, but most of it needs to read only. */
    bool is_maintenance = !fetch && (syndrome & ISS_CM) != 0;
    bool is_write = !fetch && (syndrome & (ISS_WNR | ISS_CM)) == ISS_WNR;
    resolution_t resolution = vmi_memory_resolve(vcpu->vm, address, is_write);
    if (resolution == RESOLVE_STALE && !is_stale(vcpu, ip, address)) {
        /* Maintenance that reading does not suffice for is DC IVAC: it may change the memory. */
        resolution = is_maintenance ? vmi_memory_resolve(vcpu->vm, address, true) : RESOLVE_NONE;
        resolution = resolution == RESOLVE_STALE ? RESOLVE_NONE : resolution;
    }
    if (resolution == RESOLVE_NONE) {
        return false;
    }
    state_resolution(vcpu, resolution);
    return true;
}

/* The hardware's walk of the guest's tables has failed at one of them. Where that is, not every
 * kernel says: the walk is made again. Callbacks are not asked for tables.
 *
 * Limit: a 32-bit program's loads and stores are not decoded, and the kernel's address has to do.
 */
static __attribute__((noinline)) vcpu_next_t walk_abort(vm_vcpu_t *vcpu, struct fault *fault)
{
    walk_cause_t cause;
    if (vmi_walk_cause(fault, &cause) != 0) {
        return registers_lost(fault);
    }
    if (cause.end == WALK_UNKNOWN) {
        cause.resolution = vmi_memory_resolve(vcpu->vm, fault->address, false);
    } else {
        fault->address = cause.table;
    }
    if (cause.end == WALK_NO_TABLE || cause.resolution == RESOLVE_NONE ||
        (cause.resolution == RESOLVE_STALE && !is_stale(vcpu, fault->ip, fault->address))) {
        return refuse(fault, VM_STOP_UNHANDLED_MEMORY_FAULT, fault->syndrome);
    }
    state_resolution(vcpu, cause.resolution);
    return VCPU_REPLY;
}

vcpu_next_t vmi_memory_abort(vm_vcpu_t *vcpu, uintptr_t ip, uintptr_t address, bool fetch,
                             uint32_t syndrome)
{
    struct fault *fault = &vcpu_state(vcpu)->fault;
    if (__builtin_expect((syndrome & ISS_S1PTW) != 0, 0)) {
        vmi_fault_begin(fault, ip, address, fetch, syndrome);
        return walk_abort(vcpu, fault);
    }
    vm_memory_reservation_t *reservation =
        reservation_at(vcpu->vm->mem.reservation_cookie, address);
    if (reservation != NULL && reservation->mapping != NULL &&
        put_right(vcpu, ip, address, fetch, syndrome)) {
        return VCPU_REPLY;
    }
    vmi_fault_begin(fault, ip, address, fetch, syndrome);
    if (!access_from_syndrome(fault)) {
        vcpu_next_t next = VCPU_REPLY;
        if (!access_from_instruction(fault, &next)) {
            return next;
        }
        /* Reading the instruction may have asked an iterator, which may have changed reservations.
         */
        reservation = reservation_at(memory_of(vcpu->vm), address);
    }
    return run_accesses(fault, reservation);
}
