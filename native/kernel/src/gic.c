/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The GICv2 distributor and CPU interface (ARM IHI 0048B). */
#include "arch.h"
#include "irq.h"

#define GICD(offset)       (GICD_VBASE + (offset))
#define GICC(offset)       (GICC_VBASE + (offset))
#define GICD_CTLR          GICD(0x000)
#define GICD_TYPER         GICD(0x004)
#define GICD_IGROUPR(n)    GICD(0x080 + 4 * (n))
#define GICD_ISENABLER(n)  GICD(0x100 + 4 * (n))
#define GICD_ICENABLER(n)  GICD(0x180 + 4 * (n))
#define GICD_ICPENDR(n)    GICD(0x280 + 4 * (n))
#define GICD_IPRIORITYR(n) GICD(0x400 + 4 * (n))
#define GICD_ITARGETSR(n)  GICD(0x800 + 4 * (n))
#define GICD_ICFGR(n)      GICD(0xc00 + 4 * (n))
#define GICD_SGIR          GICD(0xf00)
#define GICC_CTLR          GICC(0x00)
#define GICC_PMR           GICC(0x04)
#define GICC_BPR           GICC(0x08)
#define GICC_IAR           GICC(0x0c)
#define GICC_EOIR          GICC(0x10)

void gic_init(void)
{
    mmio_write(GICD_CTLR, 0);
    unsigned lines = 32 * ((mmio_read(GICD_TYPER) & 0x1f) + 1);
    for (unsigned i = 0; i < lines; i += 32) {
        mmio_write(GICD_ICENABLER(i / 32), 0xffffffff);
        mmio_write(GICD_ICPENDR(i / 32), 0xffffffff);
        mmio_write(GICD_IGROUPR(i / 32), 0);
    }
    for (unsigned i = 0; i < lines; i += 4) {
        mmio_write(GICD_IPRIORITYR(i / 4), 0x80808080);
    }
    /* The banked registers of interrupts 0-31 tell which interface this CPU is. */
    uint32_t self = mmio_read(GICD_ITARGETSR(0)) & 0xff;
    self = self == 0 ? 1 : self;
    for (unsigned i = 32; i < lines; i += 4) {
        mmio_write(GICD_ITARGETSR(i / 4), self * 0x01010101u);
    }
    mmio_write(GICC_PMR, 0xff);
    mmio_write(GICC_BPR, 0);
    mmio_write(GICC_CTLR, 1);
    mmio_write(GICD_CTLR, 1);
}

uint32_t gic_acknowledge(void)
{
    return mmio_read(GICC_IAR);
}

void gic_end(uint32_t iar)
{
    mmio_write(GICC_EOIR, iar);
}

void gic_mask(unsigned irq)
{
    mmio_write(GICD_ICENABLER(irq / 32), 1u << (irq % 32));
}

void gic_unmask(unsigned irq)
{
    mmio_write(GICD_ISENABLER(irq / 32), 1u << (irq % 32));
}

void gic_set_trigger(unsigned irq, bool edge)
{
    if (irq < 16) {
        return; /* SGIs are always edge-triggered */
    }
    uint32_t bit = 2u << (2 * (irq % 16));
    uint32_t value = mmio_read(GICD_ICFGR(irq / 16));
    mmio_write(GICD_ICFGR(irq / 16), edge ? value | bit : value & ~bit);
}

void gic_send_sgi(unsigned irq, unsigned target)
{
    dsb();
    mmio_write(GICD_SGIR, 1u << (16 + target) | irq);
}
