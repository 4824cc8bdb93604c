/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#pragma once

#include <interfaces/sel4_invoke.h>

/*
 * Makes num_objects objects (1 to seL4_UntypedRetypeMaxObjects) of a type out of untyped memory;
 * size_bits counts for untyped memory (bytes) and CNodes (slots), as a power of two. The
 * capabilities go to the slots from node_offset on of the CNode that node_index and node_depth name
 * within root; depth 0 means root itself.
 */
LIBSEL4_INLINE seL4_Error seL4_Untyped_Retype(seL4_Untyped _service, seL4_Word type,
                                              seL4_Word size_bits, seL4_CNode root,
                                              seL4_Word node_index, seL4_Word node_depth,
                                              seL4_Word node_offset, seL4_Word num_objects)
{
    seL4_SetCap(0, root);
    seL4_SetMR(4, node_offset);
    seL4_SetMR(5, num_objects);
    return libsel4_invoke(_service, UntypedRetype, 1, 6, type, size_bits, node_index, node_depth);
}
