/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

/* What the root server itself needs of VSpaces; the public side is vspace.h. */

#pragma once

#include <rootserver/vspace.h>
#include <sel4/sel4.h>
#include <stdint.h>

void rs_vspace_module_init(void);

/* For a slot that goes while its frame is still mapped: drops the record of the mapping. The tables
 * that hold it then stay until the VSpace is destroyed. */
void rs_vspace_forget(seL4_CPtr slot);
