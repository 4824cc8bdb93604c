/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */

#include "address_space.h"
#include "objects_internal.h"
#include "park.h"
#include "slots_internal.h"
#include "vspace_internal.h"

#include <rootserver/bootinfo.h>

/* The objects that libsel4's own sources define. Headers of the kernel prefix declare them. */
LIBSEL4_THREAD_LOCAL seL4_IPCBuffer *__sel4_ipc_buffer;
#ifdef CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC
LIBSEL4_THREAD_LOCAL char __sel4_print_error;
#endif

static seL4_BootInfo *current;

void seL4_InitBootInfo(seL4_BootInfo *bi)
{
    current = bi;
}

seL4_BootInfo *seL4_GetBootInfo(void)
{
    return current;
}

const seL4_BootInfo *rs_bootinfo(void)
{
    return current;
}

seL4_Error rs_init_from_bootinfo(const seL4_BootInfo *bootinfo)
{
    current = (seL4_BootInfo *)(uintptr_t)bootinfo;
    rs_slots_init(bootinfo);
    rs_objects_init(bootinfo);
    rs_address_space_init();
    rs_vspace_module_init();
    return rs_park_init();
}

const void *rs_bootinfo_chunk(seL4_Word id, size_t *length)
{
    uintptr_t at = (uintptr_t)current + seL4_BootInfoFrameSize;
    uintptr_t end = at + current->extraLen;
    while (end - at >= sizeof(seL4_BootInfoHeader)) {
        const seL4_BootInfoHeader *chunk = (const seL4_BootInfoHeader *)at;
        if (chunk->len < sizeof *chunk || chunk->len > end - at) {
            return NULL;
        }
        if (chunk->id == id) {
            *length = chunk->len - sizeof *chunk;
            return chunk + 1;
        }
        at += chunk->len;
    }
    return NULL;
}
