/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "tls.h"

#include <rootserver/bootinfo.h>
#include <rootserver/console.h>
#include <rootserver/exit.h>
#include <stdlib.h>

extern uint8_t __main_tls[];

int main(void);
_Noreturn void rs_start(seL4_BootInfo *bootinfo);

extern void (*const __init_array_start[])(void), (*const __init_array_end[])(void);

_Noreturn void rs_start(seL4_BootInfo *bootinfo)
{
    rs_tls_set_pointer(rs_tls_prepare(__main_tls));
    seL4_SetIPCBuffer(bootinfo->ipcBuffer);
    if (rs_init_from_bootinfo(bootinfo) != seL4_NoError || rs_console_init() != seL4_NoError) {
        abort();
    }
    for (void (*const *init)(void) = __init_array_start; init < __init_array_end; init++) {
        (*init)();
    }
    exit(main());
}
