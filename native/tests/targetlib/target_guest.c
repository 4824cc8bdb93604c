/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "target.h"

#include <string.h>

#include <rootserver/objects.h>
#include <rootserver/slots.h>
#include <rootserver/vspace.h>
#include <sel4vm/arch/smc.h>
#include <sel4vm/guest_vm_ext.h>
#include <sel4vm_shim/vm.h>
#include <vspace/vspace.h>

#define PAGE_SIZE        4096u
#define INSTRUCTION_SIZE 4u
#define SLOT_SIZE        (2u * INSTRUCTION_SIZE)
#define MAX_PUPPETS      8u

extern const char puppet_page[], puppet_code[], puppet_settled[], puppet_end[];

/* The page in one VM. */
typedef struct puppet {
    vm_t *vm; /* NULL: unused */
    seL4_CPtr frame;
    smc_handler_callback_fn forward; /* whom calls are for that are no reports */
    uintptr_t report[VM_MAX_VCPUS];
} puppet_t;

static puppet_t puppets[MAX_PUPPETS];
static rs_object_t page;

static puppet_t *puppet_of(const vm_t *vm)
{
    for (unsigned i = 0; i < MAX_PUPPETS; i++) {
        if (puppets[i].vm == vm) {
            return &puppets[i];
        }
    }
    return NULL;
}

static void give_slot(seL4_CPtr slot)
{
    seL4_CNode_Delete(seL4_CapInitThreadCNode, slot, seL4_WordBits);
    rs_slot_free(slot);
}

void target_reset(void)
{
    for (unsigned i = 0; i < MAX_PUPPETS; i++) {
        if (puppets[i].vm != NULL) {
            give_slot(puppets[i].frame);
        }
        puppets[i] = (puppet_t){0};
    }
}

/* One page with the code serves all VMs. */
static seL4_Error make_page(void)
{
    if (page.cptr != seL4_CapNull) {
        return seL4_NoError;
    }
    seL4_Error error = rs_object_alloc(seL4_ARM_SmallPageObject, 0, &page);
    if (error != seL4_NoError) {
        return error;
    }
    void *memory = vspace_map_pages(NULL, &page.cptr, NULL, seL4_AllRights, 1, seL4_PageBits, 1);
    if (memory == NULL) {
        rs_object_free(&page);
        return seL4_NotEnoughMemory;
    }
    memcpy(memory, puppet_page, (size_t)(puppet_end - puppet_page));
    /* The guest fetches with its caches off. */
    seL4_ARM_Page_Unify_Instruction(page.cptr, 0, PAGE_SIZE);
    seL4_ARM_Page_CleanInvalidate_Data(page.cptr, 0, PAGE_SIZE);
    vspace_unmap_pages(NULL, memory, 1, seL4_PageBits, VSPACE_PRESERVE);
    return seL4_NoError;
}

/* A capability of its own for each VM, since one is mapped at one place. */
static seL4_Error map_copy(vm_t *vm, seL4_CPtr slot)
{
    seL4_Error error =
        seL4_CNode_Copy(seL4_CapInitThreadCNode, slot, seL4_WordBits, seL4_CapInitThreadCNode,
                        page.cptr, seL4_WordBits, seL4_AllRights);
    if (error == seL4_NoError) {
        error = rs_vspace_map(vm->mem.vm_vspace.data, slot, TARGET_PUPPET, seL4_PageBits,
                              seL4_CanRead, seL4_ARM_Default_VMAttributes);
    }
    return error;
}

int target_puppet_map(vm_t *vm)
{
    if (puppet_of(vm) != NULL) {
        return seL4_NoError;
    }
    puppet_t *puppet = puppet_of(NULL);
    if (puppet == NULL || make_page() != seL4_NoError) {
        return seL4_NotEnoughMemory;
    }
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    seL4_Error error = map_copy(vm, slot);
    if (error != seL4_NoError) {
        give_slot(slot);
        return error;
    }
    *puppet = (puppet_t){.vm = vm, .frame = slot};
    return seL4_NoError;
}

uintptr_t target_puppet_entry(unsigned op)
{
    return TARGET_PUPPET + (uintptr_t)(puppet_code - puppet_page) + op * SLOT_SIZE;
}

/* The SMC instructions of the page are reports, but for the one that is a call. */
static int hear(vm_vcpu_t *vcpu, seL4_UserContext *regs)
{
    puppet_t *puppet = puppet_of(vcpu->vm);
    uintptr_t pc = regs->pc - INSTRUCTION_SIZE;
    if (pc - TARGET_PUPPET >= PAGE_SIZE || pc == target_puppet_entry(TARGET_OP_CALL)) {
        return puppet->forward(vcpu, regs);
    }
    puppet->report[vcpu->vcpu_id] = pc;
    return vm_stop(vcpu->vm, TARGET_IDLE);
}

void target_puppet_begin(vm_t *vm)
{
    puppet_t *puppet = puppet_of(vm);
    puppet->forward = vm->arch.vm_smc_handler;
    memset(puppet->report, 0, sizeof(puppet->report));
    vm_register_smc_handler_callback(vm, hear);
}

void target_puppet_end(vm_t *vm)
{
    /* A handler that was registered meanwhile stays. */
    if (vm->arch.vm_smc_handler == hear) {
        vm_register_smc_handler_callback(vm, puppet_of(vm)->forward);
    }
}

uintptr_t target_puppet_report(vm_t *vm, unsigned number)
{
    return puppet_of(vm)->report[number];
}

void target_puppet_wait(vm_vcpu_t *vcpu)
{
    if (vcpu->vcpu_online) {
        vcpu_stop(vcpu);
        vcpu->vcpu_online = true;
    }
}

int target_signal(vm_t *vm, uint64_t badge)
{
    seL4_CPtr slot = rs_slot_alloc();
    if (slot == seL4_CapNull) {
        return seL4_NotEnoughMemory;
    }
    seL4_Error error = seL4_CNode_Mint(seL4_CapInitThreadCNode, slot, seL4_WordBits,
                                       seL4_CapInitThreadCNode, shim_vm_notification(vm),
                                       seL4_WordBits, seL4_CapRights_new(0, 0, 0, 1), badge);
    if (error == seL4_NoError) {
        seL4_Signal(slot);
    }
    give_slot(slot);
    return error;
}
