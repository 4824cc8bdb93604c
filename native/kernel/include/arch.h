/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* System registers and barriers (Arm ARM DDI 0487, chapters D13 and C5). */
#pragma once

#include "types.h"

#define READ_SYSREG(reg)                                                                           \
    ({                                                                                             \
        word_t value_;                                                                             \
        asm volatile("mrs %0, " #reg : "=r"(value_));                                              \
        value_;                                                                                    \
    })
#define WRITE_SYSREG(reg, value) asm volatile("msr " #reg ", %0" ::"r"((word_t)(value)) : "memory")

#define isb()                    asm volatile("isb" ::: "memory")
#define dsb()                    asm volatile("dsb sy" ::: "memory")
#define dsb_ishst()              asm volatile("dsb ishst" ::: "memory")
#define dsb_ish()                asm volatile("dsb ish" ::: "memory")

/* HCR_EL2 */
#define HCR_VM    BIT(0) /* stage 2 on */
#define HCR_SWIO  BIT(1) /* set/way invalidate becomes clean and invalidate */
#define HCR_FMO   BIT(3)
#define HCR_IMO   BIT(4)
#define HCR_AMO   BIT(5)
#define HCR_DC    BIT(12) /* EL1&0 stage 1 off behaves as normal cacheable */
#define HCR_TWI   BIT(13) /* trap WFI */
#define HCR_TWE   BIT(14) /* trap WFE */
#define HCR_TSC   BIT(19) /* trap SMC */
#define HCR_TIDCP BIT(20)
#define HCR_TACR  BIT(21)
#define HCR_TGE   BIT(27) /* EL0 exceptions come to EL2 */
#define HCR_RW    BIT(31) /* EL1 is AArch64 */

/* A thread without VCPU: EL0 only, flat stage 1, everything traps here. */
#define HCR_NATIVE (HCR_VM | HCR_FMO | HCR_IMO | HCR_AMO | HCR_DC | HCR_TGE | HCR_RW | HCR_TSC)
/* A guest: owns EL1 and stage 1; WFI, WFE, SMC and implementation-defined registers trap. */
#define HCR_GUEST                                                                                  \
    (HCR_VM | HCR_SWIO | HCR_FMO | HCR_IMO | HCR_AMO | HCR_TWI | HCR_TWE | HCR_TSC | HCR_TIDCP |   \
     HCR_RW)

/*
 * SCTLR_EL1 of native threads, and of a new VCPU: MMU and caches off; EL0 may do cache maintenance
 * (UCI, UCT) and WFI and WFE, but not DC ZVA. The same value as seL4's.
 */
#define SCTLR_EL1_VALUE 0x34d58820ul
#define CPACR_FPEN      (3ul << 20)

#define SPSR_MODE_MASK  0x1ful
#define SPSR_EL0T       0x0ul
#define SPSR_NATIVE     (SPSR_EL0T | BIT(8) | BIT(6)) /* SError and FIQ masked, as in seL4 */
#define SPSR_EL1T       0x4ul
#define SPSR_EL1H       0x5ul
#define SPSR_NZCV       (0xful << 28)

/* ESR_ELx.EC */
#define EC_UNKNOWN           0x00u
#define EC_WFX               0x01u
#define EC_FP                0x07u
#define EC_SVC64             0x15u
#define EC_HVC64             0x16u
#define EC_INSTRUCTION_ABORT 0x20u
#define EC_DATA_ABORT        0x24u
#define ESR_EC(esr)          ((unsigned)((esr) >> 26) & 0x3fu)
#define ESR_S1PTW            BIT(7)

/* An interrupt is pending at EL2 (ISR_EL1.I reports physical interrupts while at EL2). */
static inline bool irq_is_pending(void)
{
    return (READ_SYSREG(isr_el1) & BIT(7)) != 0;
}

#define CACHE_LINE_BITS 6

static inline void mmio_write(word_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static inline uint32_t mmio_read(word_t address)
{
    return *(volatile uint32_t *)address;
}
