/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include <sel4vm_shim/vm.h>

unsigned int shim_guest_isolation(void)
{
#if defined(CONFIG_VCPU_FULL_ISOLATION)
    return SHIM_ISOLATES_DEBUG | SHIM_ISOLATES_TIMER | SHIM_ISOLATES_MONITORS |
           SHIM_ISOLATES_VALUES;
#elif defined(CONFIG_HARDWARE_DEBUG_API)
    return SHIM_ISOLATES_DEBUG;
#else
    return 0;
#endif
}
