/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "thread_internal.h"

#include <rootserver/bootinfo.h>
#include <rootserver/console.h>
#include <rootserver/cpu.h>
#include <rootserver/exit.h>
#include <rootserver/fault.h>
#include <rootserver/time.h>
#include <stdio.h>
#include <stdlib.h>

/* Linker script. */
extern uint8_t __image_start[];
extern uint8_t __main_stack_guard[], __main_stack_bottom[], __main_stack_top[];
extern void (*const __init_array_start[])(void), (*const __init_array_end[])(void);

int main(void);
_Noreturn void rs_start(seL4_BootInfo *bootinfo);

/* The kernel mapped the image's pages in order and gave their capabilities in the same order. */
static seL4_Error unmap_stack_guard(const seL4_BootInfo *bootinfo)
{
    size_t page = (size_t)(__main_stack_guard - __image_start) >> seL4_PageBits;
    return seL4_ARM_Page_Unmap(bootinfo->userImageFrames.start + page);
}

static void require(seL4_Error error, const char *what)
{
    if (error != seL4_NoError) {
        printf("root server: %s failed: seL4 error %d\n", what, (int)error);
        rs_exit(RS_EXIT_CRASH);
    }
}

_Noreturn void rs_start(seL4_BootInfo *bootinfo)
{
    seL4_SetIPCBuffer(bootinfo->ipcBuffer);
    require(rs_init_from_bootinfo(bootinfo), "taking over memory");
    require(rs_console_init(), "mapping the console");
    require(unmap_stack_guard(bootinfo), "unmapping the stack guard");
    require(rs_thread_init_main((uintptr_t)__main_stack_guard, (uintptr_t)__main_stack_bottom,
                                (uintptr_t)__main_stack_top),
            "describing the main thread");
    require(rs_fault_init(), "starting the fault thread");
    rs_cpu_init();
    require(rs_time_init(), "starting the timer thread");
    for (void (*const *init)(void) = __init_array_start; init < __init_array_end; init++) {
        (*init)();
    }
    exit(main());
}
