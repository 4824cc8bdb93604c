/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

/**
 * @file vka/object_capops.h
 * Copies of an object's capability, each in a new slot.
 */
#include <vka/capops.h>

/** Copy the capability of @p object into a new slot, with less rights. @return a seL4_Error */
int vka_copy_object(vka_t *vka, vka_object_t *object, cspacepath_t *result,
                    seL4_CapRights_t rights);

/** Copy the capability of @p object into a new slot, with a badge. @return a seL4_Error */
int vka_mint_object(vka_t *vka, vka_object_t *object, cspacepath_t *result, seL4_CapRights_t rights,
                    seL4_Word badge);
