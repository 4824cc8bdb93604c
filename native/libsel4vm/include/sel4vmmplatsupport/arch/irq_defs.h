/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/* The place where code written for upstream's libsel4vmmplatsupport looks for these constants. */
#include <sel4vm/guest_irq_controller_ext.h>
