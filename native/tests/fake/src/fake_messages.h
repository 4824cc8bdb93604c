/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Messages that wait to be received, and the reply to the last one. */
#pragma once

#include <sel4/sel4.h>

void message_reply(seL4_MessageInfo_t tag, const seL4_Word *mr);
seL4_MessageInfo_t message_receive(seL4_Word *badge, seL4_Word *mr);
void fake_fail_reset(void);
void fake_time_reset(void);
