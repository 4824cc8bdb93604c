/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/*
 * The methods of every kind of object.
 */
#pragma once

#include <interfaces/sel4_client_cnode.h>
#include <interfaces/sel4_client_domain.h>
#include <interfaces/sel4_client_irq.h>
#include <interfaces/sel4_client_tcb.h>
#include <interfaces/sel4_client_untyped.h>
#include <interfaces/sel4_client_vcpu.h>
#include <interfaces/sel4_client_vspace.h>
#include <sel4/config.h>
#include <sel4/sel4_arch/constants.h>
#include <sel4/types.h>
