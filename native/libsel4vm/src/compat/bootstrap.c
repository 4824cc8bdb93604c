/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Setting up allocator, address space and console as upstream's clients do: all of it stands
 * already when main() runs, so these functions make handles. */
#include <rootserver/bootinfo.h>

#include <stdlib.h>

#include <allocman/bootstrap.h>
#include <allocman/vka.h>
#include <sel4platsupport/bootinfo.h>
#include <sel4platsupport/platsupport.h>
#include <sel4runtime.h>
#include <sel4utils/vspace.h>

static allocman_t root_server;

allocman_t *bootstrap_use_current_simple(simple_t *simple, size_t pool_size, void *pool)
{
    (void)pool_size;
    (void)pool;
    return simple == NULL ? NULL : &root_server;
}

allocman_t *bootstrap_new_1level_simple(simple_t *simple, size_t cnode_size, size_t pool_size,
                                        void *pool)
{
    (void)cnode_size;
    return bootstrap_use_current_simple(simple, pool_size, pool);
}

void bootstrap_configure_virtual_pool(allocman_t *alloc, void *vstart, size_t vsize, seL4_CPtr pd)
{
    (void)alloc;
    (void)vstart;
    (void)vsize;
    (void)pd;
}

void allocman_make_vka(vka_t *vka, allocman_t *alloc)
{
    (void)alloc;
    rs_vka_init(vka);
}

int sel4utils_bootstrap_vspace_with_bootinfo_leaky(vspace_t *vspace, sel4utils_alloc_data_t *data,
                                                   seL4_CPtr pd, vka_t *vka, seL4_BootInfo *bi)
{
    return sel4utils_bootstrap_vspace_with_bootinfo(vspace, data, pd, vka, bi, NULL, NULL);
}

int sel4utils_bootstrap_vspace_with_bootinfo(vspace_t *vspace, sel4utils_alloc_data_t *data,
                                             seL4_CPtr pd, vka_t *vka, seL4_BootInfo *bi,
                                             void *allocated_object_fn,
                                             void *allocated_object_cookie)
{
    (void)data;
    (void)vka;
    (void)bi;
    (void)allocated_object_fn;
    (void)allocated_object_cookie;
    if (vspace == NULL || pd != seL4_CapInitThreadVSpace) {
        return -1;
    }
    rs_vspace_handle_init(vspace);
    return 0;
}

/* Upstream's interface has no const: its clients only read. */
seL4_BootInfo *platsupport_get_bootinfo(void)
{
    return (seL4_BootInfo *)rs_bootinfo();
}

seL4_BootInfo *sel4runtime_bootinfo(void)
{
    return platsupport_get_bootinfo();
}

_Noreturn void sel4runtime_exit(int code)
{
    exit(code);
}

int platsupport_serial_setup_simple(vspace_t *vspace, simple_t *simple, vka_t *vka)
{
    (void)vspace;
    (void)simple;
    (void)vka;
    return 0;
}

int platsupport_serial_setup_bootinfo_failsafe(void)
{
    return 0;
}
