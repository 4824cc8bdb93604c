/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Capabilities: two words. Every constructor and accessor of the encoding is here.
 *
 * word 0: bits 0-5   type
 *         bits 6-31  small fields, by type (below)
 *         bits 32-63 object reference: window offset of the object in 16-byte units
 *         (untyped uses bits 16-63 for its watermark instead)
 * word 1: by type: badge, guard, base address, mapped address, interrupt number
 */
#pragma once

#include "platform.h"

enum cap_type {
    CAP_NULL = 0,
    CAP_UNTYPED,
    CAP_ENDPOINT,
    CAP_NOTIFICATION,
    CAP_REPLY,
    CAP_CNODE,
    CAP_TCB,
    CAP_IRQ_CONTROL,
    CAP_IRQ_HANDLER,
    CAP_ZOMBIE,
    CAP_DOMAIN,
    CAP_ASID_CONTROL,
    CAP_ASID_POOL,
    CAP_FRAME,
    CAP_PAGE_TABLE,
    CAP_VSPACE,
    CAP_VCPU,
    CAP_SGI_SIGNAL,
};

/* Access rights, in the bit order of seL4_CapRights_t. */
#define RIGHT_WRITE       1u
#define RIGHT_READ        2u
#define RIGHT_GRANT       4u
#define RIGHT_GRANT_REPLY 8u
#define RIGHTS_ALL        15u

typedef struct cap {
    word_t w0;
    word_t w1;
} cap_t;

static inline unsigned cap_type(cap_t cap)
{
    return cap.w0 & 0x3f;
}

static inline bool cap_is(cap_t cap, enum cap_type type)
{
    return cap_type(cap) == (unsigned)type;
}

static inline word_t cap_field(cap_t cap, unsigned shift, unsigned bits)
{
    return (cap.w0 >> shift) & MASK(bits);
}

static inline cap_t cap_null(void)
{
    return (cap_t){0, 0};
}

static inline word_t cap_ref(const void *object)
{
    return (((word_t)object - KERNEL_VBASE) >> 4) << 32;
}

static inline void *cap_object(cap_t cap)
{
    return (void *)(KERNEL_VBASE + ((cap.w0 >> 32) << 4));
}

static inline cap_t cap_simple(enum cap_type type)
{
    return (cap_t){(word_t)type, 0};
}

static inline cap_t cap_of_object(enum cap_type type, const void *object)
{
    return (cap_t){(word_t)type | cap_ref(object), 0};
}

/* Endpoint, notification (badge in word 1) and reply capabilities carry rights in bits 6-9. */
static inline cap_t cap_with_rights(enum cap_type type, const void *object, unsigned rights)
{
    return (cap_t){(word_t)type | (word_t)rights << 6 | cap_ref(object), 0};
}

static inline unsigned cap_rights(cap_t cap)
{
    return (unsigned)cap_field(cap, 6, 4);
}

static inline cap_t cap_set_rights(cap_t cap, unsigned rights)
{
    cap.w0 = (cap.w0 & ~(0xful << 6)) | (word_t)rights << 6;
    return cap;
}

static inline word_t cap_badge(cap_t cap)
{
    return cap.w1;
}

/* Untyped: size bits 6-11, device bit 12, watermark bits 16-63 in 16-byte units; word 1 base. */
static inline cap_t cap_untyped(paddr_t base, unsigned size_bits, bool device, word_t watermark)
{
    return (cap_t){
        CAP_UNTYPED | (word_t)size_bits << 6 | (word_t)device << 12 | (watermark >> 4) << 16, base};
}

static inline unsigned untyped_size_bits(cap_t cap)
{
    return (unsigned)cap_field(cap, 6, 6);
}

static inline bool untyped_is_device(cap_t cap)
{
    return cap_field(cap, 12, 1);
}

static inline word_t untyped_watermark(cap_t cap)
{
    return (cap.w0 >> 16) << 4;
}

static inline cap_t untyped_set_watermark(cap_t cap, word_t bytes)
{
    cap.w0 = (cap.w0 & MASK(16)) | (bytes >> 4) << 16;
    return cap;
}

/* CNode: radix bits 6-11, guard size bits 12-17; word 1 guard. */
static inline cap_t cap_cnode(const void *slots, unsigned radix, unsigned guard_size, word_t guard)
{
    return (cap_t){CAP_CNODE | (word_t)radix << 6 | (word_t)guard_size << 12 | cap_ref(slots),
                   guard};
}

static inline unsigned cnode_radix(cap_t cap)
{
    return (unsigned)cap_field(cap, 6, 6);
}

static inline unsigned cnode_guard_size(cap_t cap)
{
    return (unsigned)cap_field(cap, 12, 6);
}

/*
 * Zombie: a container (CNode, or TCB when bit 12 is set) whose last capability is being deleted.
 * Word 1 counts the slots still to be emptied.
 */
static inline cap_t cap_zombie(const void *slots, bool is_tcb, word_t count)
{
    return (cap_t){CAP_ZOMBIE | (word_t)is_tcb << 12 | cap_ref(slots), count};
}

/* ASID users: mapped bit 11, ASID bits 16-31. */
static inline bool cap_is_mapped(cap_t cap)
{
    return cap_field(cap, 11, 1);
}

static inline unsigned cap_asid(cap_t cap)
{
    return (unsigned)cap_field(cap, 16, 16);
}

static inline cap_t cap_clear_mapping(cap_t cap)
{
    cap.w0 &= ~(BIT(11) | MASK(16) << 16);
    return cap;
}

static inline cap_t cap_set_mapping(cap_t cap, unsigned asid)
{
    cap.w0 = (cap.w0 & ~(MASK(16) << 16)) | BIT(11) | (word_t)asid << 16;
    return cap;
}

/* Frame: size 6-7, rights 8-9, device 10; word 1: physical and mapped page numbers, 32 bits each */
enum frame_size { FRAME_SMALL = 0, FRAME_LARGE, FRAME_HUGE };

static inline unsigned frame_size_bits(unsigned size)
{
    return 12u + 9u * size;
}

static inline cap_t cap_frame(paddr_t pa, unsigned size, unsigned rights, bool device)
{
    return (cap_t){CAP_FRAME | (word_t)size << 6 | (word_t)rights << 8 | (word_t)device << 10,
                   pa >> 12};
}

static inline unsigned frame_size(cap_t cap)
{
    return (unsigned)cap_field(cap, 6, 2);
}

static inline unsigned frame_rights(cap_t cap)
{
    return (unsigned)cap_field(cap, 8, 2);
}

static inline cap_t frame_set_rights(cap_t cap, unsigned rights)
{
    cap.w0 = (cap.w0 & ~(3ul << 8)) | (word_t)rights << 8;
    return cap;
}

static inline bool frame_is_device(cap_t cap)
{
    return cap_field(cap, 10, 1);
}

static inline paddr_t frame_paddr(cap_t cap)
{
    return (cap.w1 & MASK(32)) << 12;
}

static inline word_t frame_vaddr(cap_t cap)
{
    return (cap.w1 >> 32) << 12;
}

static inline cap_t frame_set_vaddr(cap_t cap, word_t vaddr)
{
    cap.w1 = (cap.w1 & MASK(32)) | (vaddr >> 12) << 32;
    return cap;
}

/* Do two capabilities name the same kernel object? (Frames and untyped keep no object state.) */
static inline bool cap_same_object(cap_t a, cap_t b)
{
    switch (cap_type(a)) {
    case CAP_ENDPOINT:
    case CAP_NOTIFICATION:
    case CAP_CNODE:
    case CAP_TCB:
    case CAP_PAGE_TABLE:
    case CAP_VSPACE:
    case CAP_ASID_POOL:
    case CAP_VCPU:
        return cap_type(a) == cap_type(b) && (a.w0 >> 32) == (b.w0 >> 32);
    case CAP_IRQ_HANDLER:
        return cap_is(b, CAP_IRQ_HANDLER) && a.w1 == b.w1;
    default:
        return false;
    }
}
