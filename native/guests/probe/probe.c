/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <guests/mmu.h>
#include <guests/probe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GICD            ((volatile uint32_t *)0x08000000)
#define GICC_BASE       0x08010000ul
#define GICC            ((volatile uint32_t *)GICC_BASE)
#define GICD_ISENABLER  (0x100 / 4)
#define GICD_IPRIORITYR 0x400
#define GICD_SGIR       (0xf00 / 4)
#define GICC_CTLR       0
#define GICC_PMR        1
#define GICC_IAR        3
#define GICC_EOIR       4
#define IRQ_LIMIT       1020
#define SPECIAL_IRQ     1020
#define VTIMER_PPI      27

#define PSCI_CPU_ON     0xc4000003ul

/* Frame of the exception vectors: x0 to x30, ELR_EL1, SPSR_EL1. */
typedef struct frame {
    uint64_t x[31];
    uint64_t elr;
    uint64_t spsr;
} frame_t;

uint64_t probe_load8_signed(uint64_t address);
uint64_t probe_load16_signed_32(uint64_t address);
uint64_t probe_load32_signed(uint64_t address);
uint64_t probe_load_high(uint64_t address);
uint64_t probe_store_high(uint64_t address, uint64_t value);
uint64_t probe_load_pair(uint64_t address);
uint64_t probe_store_pair(uint64_t address, uint64_t first, uint64_t second);
uint64_t probe_load32_post(uint64_t address);
uint64_t probe_store32_pre(uint64_t address, uint64_t value);
uint64_t probe_store_pair_pre_sp(uint64_t address, uint64_t first, uint64_t second);
uint64_t probe_load_simd(uint64_t address);
uint64_t probe_store_simd(uint64_t address);
uint64_t probe_load_exclusive(uint64_t address);
uint64_t probe_clean_line(uint64_t address);
uint64_t probe_load_loop(uint64_t address, uint64_t times);
uint64_t probe_store_loop(uint64_t address, uint64_t times);
uint64_t probe_call_loop(uint64_t function, uint64_t times);
uint64_t probe_timer_loop(uint64_t gicc, uint64_t times);
uint64_t probe_zero_line(uint64_t address);
uint64_t probe_prefetch(uint64_t address);
uint64_t probe_execute(uint64_t address);
uint64_t probe_hvc(uint64_t function, uint64_t x7, uint64_t x1);
uint64_t probe_smc(uint64_t function, uint64_t x1, uint64_t x2, uint64_t x3);
uint64_t probe_smc_immediate(uint64_t function);
uint64_t probe_hvc_immediate(uint64_t function);
uint64_t probe_fpu(uint64_t value);
void probe_big_load16_signed(void);
void probe_big_load32(void);
void probe_big_load64(void);
void probe_big_load32_index(void);
void probe_big_load_pair(void);
void probe_big_store32(void);
void probe_big_store64(void);
void probe_big_store32_index(void);
void probe_big_store_pair(void);
uint64_t probe_with_sctlr(uint64_t address, void (*access)(void), uint64_t bits, uint64_t value);
uint64_t probe_load_el0_with_sctlr(uint64_t address, uint64_t bits);
void probe_abort_load_el1(void);
void probe_abort_store_el1(void);
void probe_abort_store_pair_el1(void);
void probe_abort_fetch_el1(void);
void probe_abort_load_el0(void);
void probe_abort_store_el0(void);
void probe_abort_store_pair_el0(void);
void probe_abort_fetch_el0(void);
void probe_with_sp_el1(uint64_t address, void (*access)(void));
void probe_with_sp_el0(uint64_t address, void (*access)(void));
void probe_at_el0(uint64_t address, void (*access)(void));
void probe_exchange(uint64_t words[4]);
void probe_second_cpu(void);
void probe_second_cpu_takes(void);

void guest_main(void);
void guest_exception(frame_t *frame, uint64_t kind, uint64_t group);

static volatile uint64_t last_esr, last_far, last_group, exceptions, irqs;
static volatile uint32_t irq_count[IRQ_LIMIT];
static volatile uint64_t second_cpu_counter;
/* Of a CPU that takes an interrupt: its number, and that the CPU may leave. */
static volatile uint32_t second_cpu_mailbox[2];

static void take_irq(void)
{
    uint32_t irq = GICC[GICC_IAR] & 0x3ff;
    if (irq >= SPECIAL_IRQ) {
        return;
    }
    if (irq == VTIMER_PPI) {
        __asm__ volatile("msr cntv_ctl_el0, xzr\n\tisb");
    }
    irq_count[irq]++;
    irqs++;
    GICC[GICC_EOIR] = irq;
}

void guest_exception(frame_t *frame, uint64_t kind, uint64_t group)
{
    const unsigned instruction_abort_lower = 0x20, instruction_abort_same = 0x21, svc = 0x15;
    const uint64_t el1h_masked = 0x3c5;
    uint64_t esr, far;
    if (kind == 1) {
        take_irq();
        return;
    }
    __asm__ volatile("mrs %0, esr_el1\n\tmrs %1, far_el1" : "=r"(esr), "=r"(far));
    unsigned class = (unsigned)(esr >> 26);
    if (class == svc) { /* the end of what was done at EL0 */
        frame->elr = frame->x[9];
        frame->spsr = el1h_masked;
        return;
    }
    last_esr = esr;
    last_far = far;
    last_group = group;
    exceptions++;
    /* After a branch into nothing, go on where it came from; else behind the instruction. */
    bool of_branch = class == instruction_abort_same || class == instruction_abort_lower ||
                     class == 0x22 || class == 0;
    frame->elr = of_branch ? frame->x[30] : frame->elr + 4;
}

static void enable_irqs(void)
{
    __asm__ volatile("msr daifclr, #2\n\tisb" ::: "memory");
}

static void disable_irqs(void)
{
    __asm__ volatile("msr daifset, #2\n\tisb" ::: "memory");
}

/* WFI is executed with interrupts masked, so that none can slip in between the test and the wait.
 */
static uint64_t wait_for_irq(uint64_t seen)
{
    while (irqs == seen) {
        __asm__ volatile("wfi");
        enable_irqs();
        disable_irqs();
    }
    return irqs;
}

static uint64_t gic_setup(uint64_t irq)
{
    GICD[0] = 1;
    ((volatile uint8_t *)GICD)[GICD_IPRIORITYR + irq] = 0xa0;
    GICD[GICD_ISENABLER + irq / 32] = 1u << irq % 32;
    GICC[GICC_PMR] = 0xf0;
    GICC[GICC_CTLR] = 1;
    return GICD[0];
}

static uint64_t timer_wait(uint64_t ticks)
{
    uint64_t now, seen = irqs;
    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(now));
    __asm__ volatile("msr cntv_cval_el0, %0\n\tmsr cntv_ctl_el0, %1\n\tisb" ::"r"(now + ticks),
                     "r"(1ul));
    wait_for_irq(seen);
    return irq_count[VTIMER_PPI];
}

/* The two MiB at virtual 0x3f000000 are those at 0x0a000000. */
static uint64_t mmu_on(void)
{
    guest_low_blocks()[0x3f000000 >> 21] = GUEST_DEVICE_BLOCK(0x0a000000);
    guest_mmu_on();
    return 0;
}

/* The descriptors of the GiB at LEVEL2_BASE, of which the first 2 MiB have a table of level 3. */
#define LEVEL2_BASE 0xc0000000ul
static uint64_t level2[512] __attribute__((aligned(4096)));

static uint64_t without_table(uint64_t level, uint64_t nowhere)
{
    const uint64_t table = 3;
    const uint64_t offset = 0x123458;
    level2[0] = nowhere | table;
    guest_top_table()[LEVEL2_BASE >> 30] = (level == 2 ? nowhere : (uint64_t)level2) | table;
    __asm__ volatile("dsb ish\n\ttlbi vmalle1\n\tdsb ish\n\tisb" ::: "memory");
    return LEVEL2_BASE + offset;
}

static uint64_t aborting_access(uint64_t address, probe_access_t access, probe_level_t level)
{
    static void (*const accesses[][2])(void) = {
        [PROBE_LOAD] = {probe_abort_load_el1, probe_abort_load_el0},
        [PROBE_STORE] = {probe_abort_store_el1, probe_abort_store_el0},
        [PROBE_STORE_TWO] = {probe_abort_store_pair_el1, probe_abort_store_pair_el0},
        [PROBE_FETCH] = {probe_abort_fetch_el1, probe_abort_fetch_el0},
    };
    static void (*const levels[])(uint64_t, void (*)(void)) = {
        [PROBE_EL1] = probe_with_sp_el1,
        [PROBE_EL1_SP_EL0] = probe_with_sp_el0,
        [PROBE_EL0] = probe_at_el0,
    };
    levels[level](address, accesses[access][level == PROBE_EL0]);
    return last_group;
}

#define SCTLR_M   1ul
#define SCTLR_E0E (1ul << 24)
#define SCTLR_EE  (1ul << 25)

static uint64_t big_endian_access(uint64_t address, probe_big_t access, uint64_t value,
                                  uint64_t sctlr)
{
    static void (*const accesses[])(void) = {
        [PROBE_BIG_LOAD16_SIGNED] = probe_big_load16_signed,
        [PROBE_BIG_LOAD32] = probe_big_load32,
        [PROBE_BIG_LOAD64] = probe_big_load64,
        [PROBE_BIG_LOAD32_INDEX] = probe_big_load32_index,
        [PROBE_BIG_LOAD_PAIR] = probe_big_load_pair,
        [PROBE_BIG_STORE32] = probe_big_store32,
        [PROBE_BIG_STORE64] = probe_big_store64,
        [PROBE_BIG_STORE32_INDEX] = probe_big_store32_index,
        [PROBE_BIG_STORE_PAIR] = probe_big_store_pair,
    };
    return probe_with_sctlr(address, accesses[access], sctlr, value);
}

/* Identity, in big-endian tables: the first GiB device memory, the second normal. Caches are off.
 */
static void prepare_big_endian_tables(void)
{
    static uint64_t tables[512] __attribute__((aligned(4096)));
    const uint64_t normal_block = 0x40000000ul | 0x701;
    const uint64_t mair = 0x00ff, tcr = 25ul | 1ul << 23 | 2ul << 32;
    tables[0] = __builtin_bswap64(GUEST_DEVICE_BLOCK(0));
    tables[1] = __builtin_bswap64(normal_block);
    __asm__ volatile("dsb sy\n\tmsr mair_el1, %0\n\tmsr tcr_el1, %1\n\tmsr ttbr0_el1, %2\n\tisb\n\t"
                     "tlbi vmalle1\n\tdsb sy\n\tisb" ::"r"(mair),
                     "r"(tcr), "r"(tables)
                     : "memory");
}

static uint64_t second_cpu_on(uint64_t cpu)
{
    return probe_smc(PSCI_CPU_ON, cpu, (uint64_t)probe_second_cpu, (uint64_t)&second_cpu_counter);
}

static uint64_t second_cpu_takes(uint64_t cpu)
{
    second_cpu_mailbox[0] = second_cpu_mailbox[1] = 0;
    return probe_smc(PSCI_CPU_ON, cpu, (uint64_t)probe_second_cpu_takes,
                     (uint64_t)second_cpu_mailbox);
}

static uint64_t timer_set(uint64_t control)
{
    __asm__ volatile("msr cntv_cval_el0, xzr\n\tmsr cntv_ctl_el0, %0\n\tisb" ::"r"(control));
    return 0;
}

static uint64_t scribble(uint64_t limit, uint64_t step)
{
    for (uint64_t address = 0; address < limit; address += step) {
        *(volatile uint32_t *)address = (uint32_t)address;
    }
    return exceptions;
}

static uint64_t jump_about(uint64_t limit, uint64_t step)
{
    for (uint64_t address = 0; address < limit; address += step) {
        probe_execute(address);
    }
    return exceptions;
}

static uint64_t flood(uint64_t calls)
{
    for (uint64_t i = 0; i < calls; i++) {
        /* Every x7 that is not a system call of the kernel. */
        probe_hvc(i * 0x9e3779b97f4a7c15ul, i, i);
        probe_smc(i * 0x9e3779b97f4a7c15ul, i, 0, 0);
    }
    return 0;
}

static uint64_t call_with_irqs(uint64_t function, uint64_t times)
{
    enable_irqs();
    uint64_t result = probe_call_loop(function, times);
    disable_irqs();
    return result;
}

static uint64_t system_operation(const uint64_t word[4])
{
    uint64_t value = 0;
    switch ((probe_op_t)word[0]) {
    case PROBE_WFI:
        return wait_for_irq(irqs);
    case PROBE_WFE:
        __asm__ volatile("sevl\n\twfe\n\twfe");
        return 0;
    case PROBE_SMC:
        return probe_smc(word[1], word[2], word[3], 0);
    case PROBE_HVC:
        return probe_hvc(word[1], word[2], word[3]);
    case PROBE_SMC_IMMEDIATE:
        return probe_smc_immediate(word[1]);
    case PROBE_HVC_IMMEDIATE:
        return probe_hvc_immediate(word[1]);
    case PROBE_ABORT:
        return aborting_access(word[1], (probe_access_t)word[2], (probe_level_t)word[3]);
    case PROBE_NO_TABLE:
        return without_table(word[1], word[2]);
    case PROBE_BIG_EL1:
        return big_endian_access(word[1], (probe_big_t)word[2], word[3], SCTLR_EE);
    case PROBE_BIG_TABLES:
        prepare_big_endian_tables();
        return big_endian_access(word[1], (probe_big_t)word[2], word[3], SCTLR_EE | SCTLR_M);
    case PROBE_BIG_EL0:
        return probe_load_el0_with_sctlr(word[1], SCTLR_E0E);
    case PROBE_CURRENT_EL:
        __asm__ volatile("mrs %0, currentel" : "=r"(value));
        return value;
    case PROBE_MPIDR:
        __asm__ volatile("mrs %0, mpidr_el1" : "=r"(value));
        return value;
    case PROBE_GIC_SETUP:
        return gic_setup(word[1]);
    case PROBE_IRQ_COUNT:
        return irq_count[word[1] % IRQ_LIMIT];
    case PROBE_IRQ_WINDOW:
        enable_irqs();
        __asm__ volatile("nop");
        disable_irqs();
        return irqs;
    case PROBE_SEND_SGI:
        GICD[GICD_SGIR] = (uint32_t)word[1];
        return 0;
    case PROBE_TIMER_WAIT:
        return timer_wait(word[1]);
    case PROBE_MMU_ON:
        return mmu_on();
    case PROBE_CPU_ON:
        return second_cpu_on(word[1]);
    case PROBE_CPU_COUNT:
        return second_cpu_counter;
    case PROBE_CPU_TAKE:
        return second_cpu_takes(word[1]);
    case PROBE_CPU_TAKEN:
        return second_cpu_mailbox[0];
    case PROBE_CPU_LEAVE:
        second_cpu_mailbox[1] = 1;
        return 0;
    case PROBE_TIMER_SET:
        return timer_set(word[1]);
    case PROBE_SPIN:
        for (uint64_t i = 0; i < word[1]; i++) {
            __asm__ volatile("nop");
        }
        return word[1];
    case PROBE_FPU:
        return probe_fpu(word[1]);
    case PROBE_SCRIBBLE:
        return scribble(word[1], word[2]);
    case PROBE_FLOOD:
        return flood(word[1]);
    case PROBE_JUMP_ABOUT:
        return jump_about(word[1], word[2]);
    default:
        return 0;
    }
}

static uint64_t memory_operation(const uint64_t word[4])
{
    uint64_t address = word[1];
    switch ((probe_op_t)word[0]) {
    case PROBE_LOAD8:
        return *(volatile uint8_t *)address;
    case PROBE_LOAD16:
        return *(volatile uint16_t *)address;
    case PROBE_LOAD32:
        return *(volatile uint32_t *)address;
    case PROBE_LOAD64:
        return *(volatile uint64_t *)address;
    case PROBE_LOAD8_SIGNED:
        return probe_load8_signed(address);
    case PROBE_LOAD16_SIGNED_32:
        return probe_load16_signed_32(address);
    case PROBE_LOAD32_SIGNED:
        return probe_load32_signed(address);
    case PROBE_STORE8:
        *(volatile uint8_t *)address = (uint8_t)word[2];
        return 0;
    case PROBE_STORE16:
        *(volatile uint16_t *)address = (uint16_t)word[2];
        return 0;
    case PROBE_STORE32:
        *(volatile uint32_t *)address = (uint32_t)word[2];
        return 0;
    case PROBE_STORE64:
        *(volatile uint64_t *)address = word[2];
        return 0;
    case PROBE_STORE_ZERO32:
        *(volatile uint32_t *)address = 0;
        return 0;
    case PROBE_LOAD_HIGH:
        return probe_load_high(address);
    case PROBE_STORE_HIGH:
        return probe_store_high(address, word[2]);
    case PROBE_LOAD_PAIR:
        return probe_load_pair(address);
    case PROBE_STORE_PAIR:
        return probe_store_pair(address, word[2], word[3]);
    case PROBE_LOAD32_POST:
        return probe_load32_post(address);
    case PROBE_STORE32_PRE:
        return probe_store32_pre(address, word[2]);
    case PROBE_STORE_PAIR_PRE_SP:
        return probe_store_pair_pre_sp(address, word[2], word[3]);
    case PROBE_LOAD_SIMD:
        return probe_load_simd(address);
    case PROBE_STORE_SIMD:
        return probe_store_simd(address);
    case PROBE_LOAD_EXCLUSIVE:
        return probe_load_exclusive(address);
    case PROBE_CLEAN_LINE:
        return probe_clean_line(address);
    case PROBE_ZERO_LINE:
        return probe_zero_line(address);
    case PROBE_PREFETCH:
        return probe_prefetch(address);
    case PROBE_LOAD_LOOP:
        return probe_load_loop(address, word[2]);
    case PROBE_STORE_LOOP:
        return probe_store_loop(address, word[2]);
    case PROBE_CALL_LOOP:
        return probe_call_loop(address, word[2]);
    case PROBE_IRQ_LOOP:
        return call_with_irqs(address, word[2]);
    case PROBE_TIMER_LOOP:
        return probe_timer_loop(GICC_BASE, word[2]);
    case PROBE_EXECUTE:
        return probe_execute(address);
    default:
        return system_operation(word);
    }
}

void guest_main(void)
{
    uint64_t word[4] = {PROBE_READY, 0, 0, 0};
    for (;;) {
        probe_exchange(word);
        last_esr = last_far = exceptions = 0;
        uint64_t result = memory_operation(word);
        word[0] = result;
        word[1] = last_esr;
        word[2] = last_far;
        word[3] = exceptions;
    }
}
