/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Objects and capabilities of the fake kernel. */
#pragma once

#include <fake/fake.h>
#include <sel4/arch/mapping.h>

typedef enum object_type {
    OBJECT_UNTYPED,
    OBJECT_TCB,
    OBJECT_ENDPOINT,
    OBJECT_NOTIFICATION,
    OBJECT_CNODE,
    OBJECT_FRAME,
    OBJECT_TABLE,
    OBJECT_VSPACE,
    OBJECT_VCPU,
    OBJECT_ASID_POOL,
    OBJECT_OTHER
} object_type_t;

typedef struct object fake_object_t;
typedef struct slot kslot_t;

/* A capability slot. Derivation is a tree of slots: children die with a revocation. */
struct slot {
    fake_object_t *object; /* NULL: empty */
    seL4_Word rights;      /* of endpoints and frames: 1 write, 2 read, 4 grant, 8 grant reply */
    seL4_Word badge;
    kslot_t *parent;
    kslot_t *child;
    kslot_t *next;
    kslot_t *prev;
    fake_object_t *vspace; /* frames and tables: where this capability is mapped */
    uintptr_t vaddr;
    unsigned table_bits; /* tables: log2 of what the table covers */
    seL4_Word attributes;
    bool map_write;
    bool map_read;
    kslot_t *map_next; /* in the VSpace's bucket */
};

#define MAP_BUCKETS 1024u

typedef struct thread {
    seL4_Word registers[sizeof(seL4_UserContext) / sizeof(seL4_Word)];
    fake_thread_state_t state;
    fake_object_t *cspace;
    fake_object_t *vcpu;
    seL4_Word fault_handler;
    seL4_Word priority;
} thread_t;

typedef enum list_state { LIST_INVALID, LIST_PENDING, LIST_ACTIVE } list_state_t;

typedef struct list_register {
    list_state_t state;
    unsigned irq;
    unsigned priority;
    bool active_copy; /* as the kernel has it, which reads the hardware when another vCPU runs */
    bool ended;       /* and the kernel has not been told */
} list_register_t;

typedef struct virtual_cpu {
    seL4_Word registers[seL4_VCPUReg_Num];
    list_register_t list[FAKE_LIST_REGISTERS];
    fake_gicv_t gicv;
    fake_object_t *thread;
    unsigned long acks;
} virtual_cpu_t;

struct object {
    object_type_t type;
    unsigned bits; /* log2 of the memory it takes */
    uintptr_t paddr;
    bool device;
    unsigned long references; /* capabilities */
    uintptr_t watermark;      /* untyped: first free byte */
    kslot_t *slots;           /* CNode */
    unsigned radix;           /* CNode */
    bool has_asid;            /* VSpace */
    bool is_self;             /* VSpace of the root task */
    kslot_t **maps;           /* VSpace: MAP_BUCKETS lists of mapped frames and tables */
    thread_t *thread;
    virtual_cpu_t *vcpu;
    unsigned long signals; /* notification */
    fake_object_t *bound;  /* notification and TCB: each other, when bound */
};

extern fake_object_t *fake_root_cnode;
extern fake_counts_t fake_count;

/* Slots */
kslot_t *slot_lookup(fake_object_t *cnode, seL4_Word index, seL4_Word depth);
kslot_t *root_slot(seL4_CPtr cptr);
void slot_fill(kslot_t *slot, fake_object_t *object, seL4_Word rights, seL4_Word badge,
               kslot_t *parent);
void slot_delete(kslot_t *slot);
/* Of a capability that is not mapped. */
void slot_move(kslot_t *dest, kslot_t *source);
void slot_revoke(kslot_t *slot);
void slots_reset(unsigned radix);

/* Objects */
fake_object_t *object_new(object_type_t type, unsigned bits, uintptr_t paddr, bool device);
void object_free(fake_object_t *object);

/* Memory */
void memory_reset(void);
void memory_zero(uintptr_t paddr, unsigned bits);
bool memory_map(uintptr_t vaddr, uintptr_t paddr, unsigned bits, bool write);
void memory_unmap(uintptr_t vaddr, unsigned bits);

/* Mapping. mr is the message; answers an error and may change mr. */
seL4_Error page_map(kslot_t *frame, fake_object_t *vspace, seL4_Word *mr);
void page_unmap(kslot_t *frame);
seL4_Error page_maintain(const kslot_t *frame, seL4_Word label, const seL4_Word *mr);
seL4_Error table_map(kslot_t *table, fake_object_t *vspace, const seL4_Word *mr);
void table_unmap(kslot_t *table);

/* Untyped, threads, vCPUs */
seL4_Error untyped_retype(kslot_t *untyped, const seL4_Word *mr, kslot_t *root);
/* Part a notification and a thread that are bound; seL4_IllegalOperation when OBJECT is not. */
seL4_Error object_unbind(fake_object_t *object);
seL4_Error thread_invoke(kslot_t *slot, seL4_Word label, seL4_Word *mr, kslot_t *const caps[]);
seL4_Error vcpu_invoke(kslot_t *slot, seL4_Word label, seL4_Word *mr, kslot_t *const caps[]);

void threads_reset(void);

/* The vCPU of a thread runs: the hardware's virtual CPU interface is its. */
void gicv_load(virtual_cpu_t *vcpu);
void gicv_reset(virtual_cpu_t *vcpu);
void gicv_forget(const virtual_cpu_t *vcpu);
seL4_Error gicv_inject(virtual_cpu_t *vcpu, seL4_Word packed);

/* Messages */
void messages_reset(void);
