/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* System registers and barriers (Arm ARM DDI 0487, chapters D13 and C5). */
#pragma once

#include "types.h"

#define SYSREG_NAME(reg) #reg
#define READ_SYSREG(reg)                                                                           \
    ({                                                                                             \
        word_t value_;                                                                             \
        asm volatile("mrs %0, " SYSREG_NAME(reg) : "=r"(value_));                                  \
        value_;                                                                                    \
    })
#define WRITE_SYSREG(reg, value)                                                                   \
    asm volatile("msr " SYSREG_NAME(reg) ", %0" ::"r"((word_t)(value)) : "memory")

#define isb()       asm volatile("isb" ::: "memory")
#define dsb()       asm volatile("dsb sy" ::: "memory")
#define dsb_ishst() asm volatile("dsb ishst" ::: "memory")
#define dsb_ish()   asm volatile("dsb ish" ::: "memory")

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
#define HCR_TLOR  BIT(35) /* trap limited ordering regions */
#define HCR_TERR  BIT(36) /* trap error records */

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

/* Field of an ID_AA64*_EL1 register: 0 where the CPU lacks what it is about. */
#define ID_FIELD(reg, shift) ((READ_SYSREG(reg) >> (shift)) & 15)
#define PMUVER_8_1           4u  /* ID_AA64DFR0_EL1.PMUVer: PMUv3 for Armv8.1, has MDCR_EL2.HPMD */
#define PMUVER_OTHER         15u /* the same: not PMUv3 */

/* For these the assembler has no name. What a guest reads and writes as DISR_EL1 (RAS): */
#define VDISR_EL2 s3_4_c12_c1_1
/* Memory partitioning (MPAM): labels of EL2, and the traps of MPAM1_EL1 and MPAM0_EL1 */
#define MPAM2_EL2   s3_4_c10_c5_0
#define MPAM2_TRAPS (BIT(48) | BIT(49))

/* MDCR_EL2 */
#define MDCR_TPM   BIT(6)  /* trap performance monitors */
#define MDCR_TDA   BIT(9)  /* trap debug registers other than those below */
#define MDCR_TDOSA BIT(10) /* trap OS lock, double lock, power-down control */
#define MDCR_TDRA  BIT(11) /* trap the debug ROM's address */
#define MDCR_TPMS  BIT(14) /* trap statistical profiling; E2PB = 0 traps its buffer */
#define MDCR_HPMD  BIT(17) /* guests' counters stand still at EL2 */

/* PMCR_EL0 */
#define PMCR_ENABLE    BIT(0)
#define PMCR_N(pmcr)   ((pmcr) >> 11 & 31u)

#define SPSR_MODE_MASK 0x1ful
#define SPSR_EL0T      0x0ul
#define SPSR_NATIVE    (SPSR_EL0T | BIT(8) | BIT(6)) /* SError and FIQ masked, as in seL4 */
#define SPSR_EL1T      0x4ul
#define SPSR_EL1H      0x5ul
#define SPSR_SS        BIT(21)
#define SPSR_NZCV      (0xful << 28)

/* ESR_ELx.EC */
#define EC_UNKNOWN           0x00u
#define EC_WFX               0x01u
#define EC_FP                0x07u
#define EC_SVC64             0x15u
#define EC_HVC64             0x16u
#define EC_SYSREG            0x18u
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
