/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Address space identifiers, and the hardware's VMIDs behind them. */
#pragma once

#include "objects.h"

/* The pool that serves the ASID, or NULL. */
asid_pool_t *asid_pool_of(unsigned asid);
/* A free pool number as base ASID, or -1. */
int asid_free_pool_base(void);
void asid_install_pool(unsigned base, asid_pool_t *pool);
/* Give the VSpace root a free ASID of the pool, or return -1. */
int asid_assign(asid_pool_t *pool, unsigned base, word_t *root);
