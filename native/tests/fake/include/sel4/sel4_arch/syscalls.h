/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * Stands before libsel4's header of the same name in the include path: where that one enters the
 * kernel, this one calls the fake. Everything above, method by method, is libsel4's own.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/types.h>

void arm_sys_send(seL4_Word sys, seL4_Word dest, seL4_Word info, seL4_Word mr0, seL4_Word mr1,
                  seL4_Word mr2, seL4_Word mr3);
void arm_sys_reply(seL4_Word sys, seL4_Word info, seL4_Word mr0, seL4_Word mr1, seL4_Word mr2,
                   seL4_Word mr3);
void arm_sys_send_null(seL4_Word sys, seL4_Word dest, seL4_Word info);
void arm_sys_send_recv(seL4_Word sys, seL4_Word dest, seL4_Word *out_badge, seL4_Word info,
                       seL4_Word *out_info, seL4_Word *in_out_mr0, seL4_Word *in_out_mr1,
                       seL4_Word *in_out_mr2, seL4_Word *in_out_mr3, seL4_Word reply);
void arm_sys_recv(seL4_Word sys, seL4_Word src, seL4_Word *out_badge, seL4_Word *out_info,
                  seL4_Word *out_mr0, seL4_Word *out_mr1, seL4_Word *out_mr2, seL4_Word *out_mr3,
                  seL4_Word reply);
void arm_sys_null(seL4_Word sys);
