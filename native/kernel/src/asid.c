/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * ASIDs and VMIDs. An ASID is an index into a pool; a pool entry holds the VSpace's root table and
 * the VMID it has at the moment. There are 8 bits of VMID (Cortex-A57, VTCR_EL2.VS = 0), so VMIDs
 * are given out when a VSpace is activated and taken back from another when all are in use.
 */
#include "asid.h"

#include "arch.h"
#include "sched.h"
#include "vspace.h"

#define POOLS     BIT(seL4_NumASIDPoolsBits)
#define POOL_MASK MASK(seL4_ASIDPoolIndexBits)

/* Pool entry: table address in bits 12-47, VMID in bits 1-8, bit 0: the VMID is valid. */
#define ENTRY_ROOT        (MASK(48) & ~MASK(12))
#define ENTRY_VMID(entry) (((entry) >> 1) & 0xff)
#define ENTRY_HAS_VMID    BIT(0)

/* T0SZ 20 (44 bits), start at level 0, write-back inner-shareable walks, 4 KiB, PS 44 bits. */
#define VTCR_VALUE                                                                                 \
    (20ul | 2ul << 6 | 1ul << 8 | 1ul << 10 | 3ul << 12 | 0ul << 14 | 4ul << 16 | BIT(31))

#define VMIDS   256u
#define NO_ASID 0u /* ASID 0 is never assigned */

static asid_pool_t *pools[POOLS];
static uint16_t vmid_owner[VMIDS]; /* VMID 0 belongs to the empty address space */
static unsigned next_vmid = 1;
static word_t empty_root[512] __attribute__((aligned(4096)));
static word_t active_vttbr;

static void load_vttbr(word_t value)
{
    if (value != active_vttbr) {
        active_vttbr = value;
        WRITE_SYSREG(vttbr_el2, value);
        isb();
    }
}

void vspace_init(void)
{
    WRITE_SYSREG(vtcr_el2, VTCR_VALUE);
    active_vttbr = 1; /* not a value that is ever loaded */
    load_vttbr(va_to_pa(empty_root));
    asm volatile("tlbi alle1\n\tic iallu" ::: "memory");
    dsb();
    isb();
}

static word_t *entry_of(unsigned asid)
{
    asid_pool_t *pool = pools[asid >> seL4_ASIDPoolIndexBits];
    return pool == NULL ? NULL : &pool->entry[asid & POOL_MASK];
}

word_t *vspace_of_asid(unsigned asid)
{
    word_t *entry = entry_of(asid);
    return entry == NULL || *entry == 0 ? NULL : pa_to_va(*entry & ENTRY_ROOT);
}

/* Run a TLB operation that applies to the current VMID under another one. */
static void tlb_flush_vmid(word_t vttbr)
{
    word_t saved = active_vttbr;
    load_vttbr(vttbr);
    dsb_ishst();
    asm volatile("tlbi vmalls12e1" ::: "memory");
    dsb_ish();
    isb();
    load_vttbr(saved);
}

static unsigned allocate_vmid(unsigned asid)
{
    unsigned vmid = next_vmid;
    next_vmid = vmid + 1 == VMIDS ? 1 : vmid + 1;
    if (vmid_owner[vmid] != NO_ASID) {
        *entry_of(vmid_owner[vmid]) &= ENTRY_ROOT;
        tlb_flush_vmid(va_to_pa(empty_root) | (word_t)vmid << 48);
    }
    vmid_owner[vmid] = (uint16_t)asid;
    return vmid;
}

void vspace_activate(const tcb_t *tcb)
{
    cap_t cap = tcb->slots[TCB_VSPACE].cap;
    if (likely(vspace_cap_is_valid(cap))) {
        word_t *entry = entry_of(cap_asid(cap));
        paddr_t root = va_to_pa(cap_object(cap));
        if (likely(entry != NULL && (*entry & ENTRY_ROOT) == root)) {
            if (unlikely(!(*entry & ENTRY_HAS_VMID))) {
                unsigned vmid = allocate_vmid(cap_asid(cap));
                *entry = root | (word_t)vmid << 1 | ENTRY_HAS_VMID;
            }
            load_vttbr(root | ENTRY_VMID(*entry) << 48);
            return;
        }
    }
    load_vttbr(va_to_pa(empty_root));
}

void tlb_invalidate_asid(unsigned asid)
{
    word_t *entry = entry_of(asid);
    dsb_ishst();
    if (entry != NULL && (*entry & ENTRY_HAS_VMID)) {
        tlb_flush_vmid((*entry & ENTRY_ROOT) | ENTRY_VMID(*entry) << 48);
    }
}

void tlb_invalidate_page(unsigned asid, word_t vaddr)
{
    word_t *entry = entry_of(asid);
    dsb_ishst();
    if (entry == NULL || !(*entry & ENTRY_HAS_VMID)) {
        return;
    }
    word_t saved = active_vttbr;
    load_vttbr((*entry & ENTRY_ROOT) | ENTRY_VMID(*entry) << 48);
    /* The combined stage-1 and stage-2 entries know only the virtual address: drop them all. */
    asm volatile("tlbi ipas2e1, %0" ::"r"(vaddr >> 12) : "memory");
    dsb_ish();
    asm volatile("tlbi vmalle1" ::: "memory");
    dsb_ish();
    isb();
    load_vttbr(saved);
}

/* The entry's VSpace loses its ASID. */
static void release_entry(word_t *entry, unsigned asid)
{
    word_t old = *entry;
    if (old & ENTRY_HAS_VMID) {
        word_t vttbr = (old & ENTRY_ROOT) | ENTRY_VMID(old) << 48;
        if (active_vttbr == vttbr) {
            load_vttbr(va_to_pa(empty_root));
        }
        tlb_invalidate_asid(asid);
        vmid_owner[ENTRY_VMID(old)] = NO_ASID;
    }
    *entry = 0;
}

void vspace_delete(cap_t cap)
{
    if (!cap_is_mapped(cap)) {
        return;
    }
    word_t *entry = entry_of(cap_asid(cap));
    if (entry != NULL && (*entry & ENTRY_ROOT) == va_to_pa(cap_object(cap))) {
        release_entry(entry, cap_asid(cap));
    }
}

void asid_pool_delete(cap_t cap)
{
    unsigned base = (unsigned)cap.w1;
    asid_pool_t *pool = cap_object(cap);
    if (pools[base >> seL4_ASIDPoolIndexBits] != pool) {
        return;
    }
    for (unsigned i = 0; i < ASID_POOL_ENTRIES; i++) {
        if (pool->entry[i] != 0) {
            release_entry(&pool->entry[i], base + i);
        }
    }
    pools[base >> seL4_ASIDPoolIndexBits] = NULL;
}

asid_pool_t *asid_pool_of(unsigned asid)
{
    return pools[asid >> seL4_ASIDPoolIndexBits];
}

int asid_free_pool_base(void)
{
    for (unsigned i = 0; i < POOLS; i++) {
        if (pools[i] == NULL) {
            return (int)(i << seL4_ASIDPoolIndexBits);
        }
    }
    return -1;
}

void asid_install_pool(unsigned base, asid_pool_t *pool)
{
    pools[base >> seL4_ASIDPoolIndexBits] = pool;
}

int asid_assign(asid_pool_t *pool, unsigned base, word_t *root)
{
    for (unsigned i = 0; i < ASID_POOL_ENTRIES; i++) {
        if (pool->entry[i] == 0 && base + i != NO_ASID) {
            pool->entry[i] = va_to_pa(root);
            return (int)(base + i);
        }
    }
    return -1;
}

void asid_boot(asid_pool_t *pool, word_t *root)
{
    asid_install_pool(0, pool);
    pool->entry[ROOT_ASID] = va_to_pa(root);
}
