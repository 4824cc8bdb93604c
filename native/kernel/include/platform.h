/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The QEMU "virt" machine (GICv2, virtualization=on), as its device tree describes it, and the
 * kernel's view of memory. Normal RAM for kernel objects is the upper half of the 1 GiB; the lower
 * half is handed out as device untyped so that a VMM can give a guest memory at its own address.
 */
#pragma once

#include "types.h"

#define RAM_BASE             0x40000000ul /* first byte of the board's RAM */
#define KERNEL_PBASE         0x60000000ul /* kernel image and kernel-managed RAM start here */
#define KERNEL_PTOP          0x80000000ul /* end of RAM */
#define CACHE_PTOP           (511ul << 30) /* caches of frames above are not maintained, as in seL4 */
#define PHYS_TOP             BIT(44)       /* ID_AA64MMFR0_EL1.PARange of the Cortex-A57 */
#define KERNEL_VBASE         0xffc0000000ul /* virtual address of KERNEL_PBASE */
#define LOWRAM_VBASE         0xff80000000ul /* virtual address of RAM_BASE (linear) */
#define DEVICE_VBASE         0xff40000000ul /* kernel devices, one page each */

#define GICD_PBASE           0x08000000ul
#define GICC_PBASE           0x08010000ul
#define GICH_PBASE           0x08030000ul
#define UART_PBASE           0x09000000ul
#define GICD_VBASE           (DEVICE_VBASE + 0x0000)
#define GICC_VBASE           (DEVICE_VBASE + 0x1000)
#define GICH_VBASE           (DEVICE_VBASE + 0x2000)
#define UART_VBASE           (DEVICE_VBASE + 0x3000)

#define IRQ_VGIC_MAINTENANCE 25u  /* PPI 9 */
#define IRQ_HYP_TIMER        26u  /* PPI 10, CNTHP */
#define IRQ_VTIMER           27u  /* PPI 11, CNTV */
#define IRQ_MAX              159u /* highest interrupt that can be handed out */
#define IRQ_COUNT            (IRQ_MAX + 1u)

/* Highest address of a user VSpace plus one: the 44-bit IPA space of the stage-2 tables. */
#define USER_TOP BIT(44)

#ifndef __ASSEMBLER__
static inline void *pa_to_va(paddr_t pa)
{
    return (void *)(pa - KERNEL_PBASE + KERNEL_VBASE);
}

static inline paddr_t va_to_pa(const void *va)
{
    return (word_t)va - KERNEL_VBASE + KERNEL_PBASE;
}

/* Virtual address of RAM in the second mapping, of which the part below KERNEL_PBASE stays. */
static inline word_t low_ram_va(paddr_t pa)
{
    return pa - RAM_BASE + LOWRAM_VBASE;
}

/* Virtual address of RAM of either kind; 0 where there is no RAM. A frame lies in one kind. */
static inline word_t ram_va(paddr_t pa)
{
    if (pa < RAM_BASE || pa >= KERNEL_PTOP) {
        return 0;
    }
    return pa < KERNEL_PBASE ? low_ram_va(pa) : (word_t)pa_to_va(pa);
}
#endif
