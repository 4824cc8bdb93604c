/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Where system calls arrive: invocations of capabilities. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_internal.h"
#include "fake_messages.h"

#define MAX_CAPS 3

static unsigned long fallible;
static unsigned long fail_at;
static seL4_Error fail_with;
static bool failed;
static seL4_Word fail_method; /* with fail_method_with; none when that is seL4_NoError */
static seL4_Error fail_method_with;

void fake_fail_call(unsigned long n, seL4_Error error)
{
    fail_at = n == 0 ? 0 : fallible + n;
    fail_with = error;
    failed = false;
}

void fake_fail_method(seL4_Word label, seL4_Error error)
{
    fail_method = label;
    fail_method_with = error;
}

unsigned long fake_fallible_calls(void)
{
    return fallible;
}

bool fake_failed(void)
{
    return failed;
}

/* Calls that only give something back do not fail in seL4 either. Those that let a thread go or
 * stop are not counted: a test that means them names them. */
static bool can_fail(seL4_Word label)
{
    return label != CNodeDelete && label != CNodeRevoke && label != ARMPageUnmap &&
           label != ARMPageTableUnmap && label != TCBSuspend && label != TCBResume;
}

static seL4_Error cnode_invoke(kslot_t *cnode, seL4_Word label, const seL4_Word *mr,
                               kslot_t *const caps[])
{
    kslot_t *dest = slot_lookup(cnode->object, mr[0], (seL4_Uint8)mr[1]);
    if (dest == NULL) {
        return seL4_FailedLookup;
    }
    if (label == CNodeDelete) {
        slot_delete(dest);
        return seL4_NoError;
    }
    if (label == CNodeRevoke) {
        slot_revoke(dest);
        return seL4_NoError;
    }
    if (label != CNodeCopy && label != CNodeMint && label != CNodeMove) {
        return seL4_IllegalOperation;
    }
    kslot_t *source = caps[0] == NULL || caps[0]->object == NULL
                          ? NULL
                          : slot_lookup(caps[0]->object, mr[2], (seL4_Uint8)mr[3]);
    if (source == NULL || source->object == NULL) {
        return seL4_FailedLookup;
    }
    if (dest->object != NULL) {
        return seL4_DeleteFirst;
    }
    if (label == CNodeMove) {
        if (source->vspace != NULL) {
            return seL4_IllegalOperation; /* seL4 can; nothing here does */
        }
        slot_move(dest, source);
        return seL4_NoError;
    }
    seL4_Word badge = label == CNodeMint ? mr[5] : source->badge;
    /* A copy is derived from what its original is derived from; a badged one from the original. */
    kslot_t *parent = badge != source->badge ? source : source->parent;
    slot_fill(dest, source->object, source->rights & mr[4], badge, parent);
    return seL4_NoError;
}

static seL4_Error frame_invoke(kslot_t *slot, seL4_Word label, seL4_Word *mr, kslot_t *const caps[])
{
    switch (label) {
    case ARMPageMap:
        return page_map(slot, caps[0] == NULL ? NULL : caps[0]->object, mr);
    case ARMPageUnmap:
        page_unmap(slot);
        return seL4_NoError;
    case ARMPageGetAddress:
        mr[0] = slot->object->paddr;
        return seL4_NoError;
    case ARMPageClean_Data:
    case ARMPageInvalidate_Data:
    case ARMPageCleanInvalidate_Data:
    case ARMPageUnify_Instruction:
        return page_maintain(slot, label, mr);
    default:
        return seL4_IllegalOperation;
    }
}

static seL4_Error other_invoke(kslot_t *slot, seL4_Word label, const seL4_Word *mr,
                               kslot_t *const caps[])
{
    fake_object_t *argument = caps[0] == NULL ? NULL : caps[0]->object;
    switch (slot->object->type) {
    case OBJECT_UNTYPED:
        return label == UntypedRetype ? untyped_retype(slot, mr, caps[0]) : seL4_IllegalOperation;
    case OBJECT_TABLE:
        if (label == ARMPageTableUnmap) {
            table_unmap(slot);
            return seL4_NoError;
        }
        return label == ARMPageTableMap ? table_map(slot, argument, mr) : seL4_IllegalOperation;
    case OBJECT_ASID_POOL:
        if (label != ARMASIDPoolAssign || argument == NULL || argument->type != OBJECT_VSPACE) {
            return seL4_InvalidCapability;
        }
        if (argument->has_asid) {
            return seL4_InvalidCapability;
        }
        argument->has_asid = true;
        return seL4_NoError;
    default:
        return seL4_IllegalOperation;
    }
}

static seL4_Error invoke(seL4_Word dest, seL4_Word label, seL4_Word *mr, unsigned extra)
{
    kslot_t *slot = root_slot(dest);
    kslot_t *caps[MAX_CAPS] = {NULL};
    fake_count.calls++;
    if (slot == NULL || slot->object == NULL) {
        return seL4_InvalidCapability;
    }
    for (unsigned i = 0; i < extra && i < MAX_CAPS; i++) {
        caps[i] = root_slot(seL4_GetCap((int)i));
    }
    switch (slot->object->type) {
    case OBJECT_CNODE:
        return cnode_invoke(slot, label, mr, caps);
    case OBJECT_FRAME:
        return frame_invoke(slot, label, mr, caps);
    case OBJECT_TCB:
        return thread_invoke(slot, label, mr, caps);
    case OBJECT_VCPU:
        return vcpu_invoke(slot, label, mr, caps);
    default:
        return other_invoke(slot, label, mr, caps);
    }
}

/* The same for a caller that hears the answer, which may be made to be a failure. */
static seL4_Error invoke_or_fail(seL4_Word dest, seL4_MessageInfo_t tag, seL4_Word *mr)
{
    seL4_Word label = seL4_MessageInfo_get_label(tag);
    const kslot_t *slot = root_slot(dest);
    if (slot != NULL && slot->object != NULL && can_fail(label) && ++fallible == fail_at) {
        fake_count.calls++;
        failed = true;
        return fail_with;
    }
    if (fail_method_with != seL4_NoError && label == fail_method) {
        fake_count.calls++;
        return fail_method_with;
    }
    return invoke(dest, label, mr, (unsigned)seL4_MessageInfo_get_extraCaps(tag));
}

/* The message as a whole: four words from registers, the rest from the message buffer. */
static void gather(seL4_Word *mr, seL4_Word mr0, seL4_Word mr1, seL4_Word mr2, seL4_Word mr3)
{
    memcpy(mr, seL4_GetIPCBuffer()->msg, sizeof(seL4_GetIPCBuffer()->msg));
    mr[0] = mr0;
    mr[1] = mr1;
    mr[2] = mr2;
    mr[3] = mr3;
}

void arm_sys_send_recv(seL4_Word sys, seL4_Word dest, seL4_Word *out_badge, seL4_Word info,
                       seL4_Word *out_info, seL4_Word *in_out_mr0, seL4_Word *in_out_mr1,
                       seL4_Word *in_out_mr2, seL4_Word *in_out_mr3, seL4_Word reply)
{
    (void)reply;
    seL4_Word mr[seL4_MsgMaxLength];
    seL4_MessageInfo_t tag = {{info}};
    gather(mr, *in_out_mr0, *in_out_mr1, *in_out_mr2, *in_out_mr3);
    if (sys == (seL4_Word)seL4_SysReplyRecv) {
        message_reply(tag, mr);
        *out_info = message_receive(out_badge, mr).words[0];
    } else {
        seL4_Error error = invoke_or_fail(dest, tag, mr);
        memcpy(&seL4_GetIPCBuffer()->msg[4], &mr[4], sizeof(mr) - 4 * sizeof(mr[0]));
        *out_info = seL4_MessageInfo_new((seL4_Uint64)error, 0, 0, 0).words[0];
        *out_badge = 0;
    }
    *in_out_mr0 = mr[0];
    *in_out_mr1 = mr[1];
    *in_out_mr2 = mr[2];
    *in_out_mr3 = mr[3];
}

void arm_sys_recv(seL4_Word sys, seL4_Word src, seL4_Word *out_badge, seL4_Word *out_info,
                  seL4_Word *out_mr0, seL4_Word *out_mr1, seL4_Word *out_mr2, seL4_Word *out_mr3,
                  seL4_Word reply)
{
    (void)src;
    (void)reply;
    seL4_Word mr[seL4_MsgMaxLength] = {0};
    seL4_MessageInfo_t tag = sys == (seL4_Word)seL4_SysNBRecv ? message_poll(out_badge, mr)
                                                              : message_receive(out_badge, mr);
    *out_info = tag.words[0];
    *out_mr0 = mr[0];
    *out_mr1 = mr[1];
    *out_mr2 = mr[2];
    *out_mr3 = mr[3];
}

void arm_sys_reply(seL4_Word sys, seL4_Word info, seL4_Word mr0, seL4_Word mr1, seL4_Word mr2,
                   seL4_Word mr3)
{
    (void)sys;
    seL4_Word mr[seL4_MsgMaxLength];
    gather(mr, mr0, mr1, mr2, mr3);
    message_reply((seL4_MessageInfo_t){{info}}, mr);
}

/* Returns false when DEST is no notification. */
static bool signal_to(seL4_Word dest)
{
    kslot_t *slot = root_slot(dest);
    if (slot == NULL || slot->object == NULL || slot->object->type != OBJECT_NOTIFICATION) {
        return false;
    }
    /* From any thread: a VM is signalled to while another thread runs it. */
    __atomic_fetch_add(&slot->object->signals, 1, __ATOMIC_SEQ_CST);
    return true;
}

void arm_sys_send(seL4_Word sys, seL4_Word dest, seL4_Word info, seL4_Word mr0, seL4_Word mr1,
                  seL4_Word mr2, seL4_Word mr3)
{
    seL4_MessageInfo_t tag = {{info}};
    seL4_Word mr[seL4_MsgMaxLength];
    if (sys == (seL4_Word)seL4_SysReply) { /* as seL4_ReplyWithMRs() does it */
        arm_sys_reply(sys, info, mr0, mr1, mr2, mr3);
        return;
    }
    if (signal_to(dest)) {
        return;
    }
    gather(mr, mr0, mr1, mr2, mr3);
    seL4_Word label = seL4_MessageInfo_get_label(tag);
    seL4_Error error = invoke(dest, label, mr, (unsigned)seL4_MessageInfo_get_extraCaps(tag));
    if (error != seL4_NoError) {
        /* The kernel would drop it without a word. */
        fprintf(stderr, "fake: a Send of label %lu to capability %lu fails with %d\n",
                (unsigned long)label, (unsigned long)dest, (int)error);
        abort();
    }
}

void arm_sys_send_null(seL4_Word sys, seL4_Word dest, seL4_Word info)
{
    (void)sys;
    (void)info;
    signal_to(dest);
}

void arm_sys_null(seL4_Word sys)
{
    (void)sys;
}

void fake_fail_reset(void)
{
    fallible = 0;
    fail_at = 0;
    fail_method_with = seL4_NoError;
    failed = false;
}
