/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Messages that wait to be received, and the reply to the last one. */
#pragma once

#include <sel4/sel4.h>

#include "fake_internal.h"

void message_reply(seL4_MessageInfo_t tag, const seL4_Word *mr);
seL4_MessageInfo_t message_receive(seL4_Word *badge, seL4_Word *mr);
/* The same without waiting: badge 0 when nothing is there. */
seL4_MessageInfo_t message_poll(seL4_Word *badge, seL4_Word *mr);
/* What becomes of the messages of a thread that is suspended. */
void message_sender_suspended(const fake_object_t *thread);
void fake_fail_reset(void);
void fake_time_reset(void);
