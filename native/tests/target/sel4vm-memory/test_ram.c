/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Guest RAM. */
#include <sel4vm/guest_ram.h>
#include <sel4vm/guest_ram_ext.h>

#include <string.h>

#include "machine.h"

/* In the RAM of QEMU's virt machine that the kernel leaves to guests. */
#define ONE_TO_ONE 0x48000000ul

TEST(ram_is_registered_allocated_and_freed)
{
    vm_t *vm = machine_make();
    uintptr_t addr;
    size_t size;
    vm_ram_region_t region;
    ASSERT_EQ(0, vm_ram_register_at(vm, RAM, 8 * MIB, false));
    ASSERT_EQ(0, vm_ram_register_at(vm, RAM + 8 * MIB, 0x10000, false));
    ASSERT_EQ(1, vm_ram_region_count(vm));
    ASSERT_EQ(0, vm_ram_get_region(vm, 0, &region));
    ASSERT_EQ(8 * MIB + 0x10000, region.size);
    ASSERT_EQ(RAM, vm_ram_allocate(vm, 0x5000));
    ASSERT_EQ(RAM + 0x5000, vm_ram_allocate(vm, 0x1));
    vm_ram_mark_allocated(vm, RAM + 4 * MIB, MIB);
    ASSERT_EQ(0, vm_ram_find_largest_free_region(vm, &addr, &size));
    ASSERT_EQ(RAM + 0x6000, addr);
    vm_ram_free(vm, RAM, 0x6000);
    vm_ram_free(vm, RAM + 4 * MIB, MIB);
    ASSERT_EQ(1, vm_ram_region_count(vm));
    ASSERT_EQ(0, vm_ram_unregister(vm, RAM));
    ASSERT_EQ(-1, vm_ram_unregister(vm, RAM));
    machine_free();
}

TEST(ram_is_registered_anywhere)
{
    vm_t *vm = machine_make();
    ASSERT_EQ(0, vm_ram_register(vm, MIB));
    ASSERT_ERROR(VM_ERROR_NO_SPACE);
    ASSERT_EQ(0, vm_memory_make_anon(vm, 0, GIB));
    uintptr_t addr = vm_ram_register(vm, 4 * MIB);
    ASSERT_NE(0, addr);
    ASSERT_EQ(0, addr % (2 * MIB));
    machine_free();
}

TEST(copies_in_and_out_agree)
{
    static char out[0x5000];
    static char in[0x5000];
    vm_t *vm = machine_make();
    vm->mem.clean_cache = 1;
    ASSERT_EQ(0, vm_ram_register_at(vm, RAM, 4 * MIB, false));
    ASSERT_EQ(0, vm_ram_register_at(vm, RAM + 4 * MIB, 0x8000, false));
    for (size_t i = 0; i < sizeof(out); i++) {
        out[i] = (char)(i * 13);
    }
    uintptr_t at = RAM + 4 * MIB - 0x1234;
    ASSERT_EQ(0, vm_ram_touch(vm, at, sizeof(out), vm_guest_ram_write_callback, out));
    ASSERT_EQ(0, vm_ram_touch(vm, at, sizeof(in), vm_guest_ram_read_callback, in));
    ASSERT_EQ(0, memcmp(in, out, sizeof(in)));
    ASSERT_EQ(-1, vm_ram_touch(vm, RAM - 1, 2, vm_guest_ram_read_callback, in));
    ASSERT_ERROR(VM_ERROR_NOT_FOUND);
    machine_free();
}

/* RAM at its own physical address is a device untyped under a kernel at EL2; its caches are
 * maintained as any other RAM's are. */
TEST(ram_that_is_mapped_one_to_one_is_written)
{
    static const char text[] = "written one to one";
    char back[sizeof(text)];
    vm_t *vm = machine_make();
    vm->mem.clean_cache = 1;
    ASSERT_EQ(0, vm_ram_register_at(vm, ONE_TO_ONE, 4 * MIB, true));
    uintptr_t at = ONE_TO_ONE + 2 * MIB - 5;
    ASSERT_EQ(ONE_TO_ONE, vm_arm_ipa_to_pa(vm, ONE_TO_ONE, 4 * MIB));
    ASSERT_EQ(0, vm_guest_write(vm, at, text, sizeof(text)));
    ASSERT_EQ(0, vm_guest_read(vm, at, back, sizeof(back)));
    ASSERT_STR_EQ(text, back);
    char other[] = "and page by page";
    ASSERT_EQ(0, vm_ram_touch(vm, at, sizeof(other), vm_guest_ram_write_callback, other));
    ASSERT_STR_EQ(other, vm_guest_pointer(vm, at, sizeof(other)));
    machine_free();
}

static vm_frame_t own_frame(uintptr_t addr, void *cookie)
{
    return (vm_frame_t){*(seL4_CPtr *)cookie, seL4_AllRights, addr, seL4_PageBits};
}

TEST(ram_may_be_the_callers_frame)
{
    rs_object_t object;
    ASSERT_EQ(seL4_NoError, rs_object_alloc(seL4_ARM_SmallPageObject, 0, &object));
    vm_t *vm = machine_make();
    ASSERT_EQ(0, vm_ram_register_at_custom_iterator(vm, RAM, 0x1000, own_frame, &object.cptr));
    ASSERT_EQ(object.paddr, vm_arm_ipa_to_pa(vm, RAM, 1));
    machine_free();
    rs_object_free(&object);
}
