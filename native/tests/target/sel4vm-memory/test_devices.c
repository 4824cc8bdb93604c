/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Devices and physical addresses. */
#include <rootserver/bootinfo.h>
#include <sel4vm/guest_memory_util.h>

#include "machine.h"

/* Peripheral identification 0 of the PL031 (Arm DDI 0224, 3.3.9): part number bits 7:0. */
#define PERIPHERAL_ID_0 0xfe0
#define PL031_PART      0x31
/* RAM of QEMU's virt machine begins here. */
#define FIRST_RAM 0x40000000ul

/* A page of RAM that nobody can have, because the kernel or the root task's image is there. */
static uintptr_t taken_page(void)
{
    const seL4_BootInfo *info = rs_bootinfo();
    uintptr_t page = FIRST_RAM;
    for (seL4_Word i = 0; i < info->untyped.end - info->untyped.start;) {
        const seL4_UntypedDesc *untyped = &info->untypedList[i++];
        if (page - untyped->paddr < 1ul << untyped->sizeBits) {
            page = untyped->paddr + (1ul << untyped->sizeBits);
            i = 0;
        }
    }
    return page;
}

TEST(an_allocated_frame_is_zeroed_and_shared)
{
    vm_t *vm = machine_make();
    volatile unsigned char *frame =
        create_allocated_reservation_frame(vm, RAM, seL4_CanRead, handled, NULL);
    ASSERT_TRUE(frame != NULL);
    ASSERT_EQ(0, frame[0xfff]);
    frame[0xfff] = 3;
    ASSERT_TRUE(create_allocated_reservation_frame(vm, RAM, seL4_CanRead, handled, NULL) == NULL);
    ASSERT_ERROR(VM_ERROR_OVERLAP);
    machine_free();
}

TEST(a_device_frame_reaches_the_device)
{
    vm_t *vm = machine_make();
    volatile uint32_t *device =
        create_device_reservation_frame(vm, DEVICE, seL4_AllRights, handled, NULL);
    ASSERT_TRUE(device != NULL);
    ASSERT_EQ(PL031_PART, device[PERIPHERAL_ID_0 / 4]);
    ASSERT_EQ(DEVICE, vm_arm_ipa_to_pa(vm, DEVICE, 0x1000));
    machine_free();
    /* It can be had again. */
    vm = machine_make();
    vm_memory_reservation_t *r = vm_reserve_memory_at(vm, RAM, 0x1000, handled, NULL);
    ASSERT_EQ(0, map_ut_alloc_reservation_with_base_paddr(vm, DEVICE, r));
    device = vm_guest_pointer(vm, RAM, 0x1000);
    ASSERT_EQ(PL031_PART, device[PERIPHERAL_ID_0 / 4]);
    machine_free();
}

/* The copy is made of accesses that the device takes: memcpy() would make one of 8 bytes across a
 * boundary, which is a fault here, and of the VMM. */
TEST(a_device_is_copied_at_any_alignment)
{
    vm_t *vm = machine_make();
    uint32_t id[4];
    char bytes[24];
    vm->mem.clean_cache = 1;
    ASSERT_TRUE(create_device_reservation_frame(vm, DEVICE, seL4_AllRights, handled, NULL) != NULL);
    ASSERT_EQ(0, vm_guest_read(vm, DEVICE + PERIPHERAL_ID_0, id, sizeof(id)));
    ASSERT_EQ(PL031_PART, id[0]);
    for (unsigned at = 0; at < 4; at++) {
        ASSERT_EQ(0, vm_guest_read(vm, DEVICE + PERIPHERAL_ID_0 + at, bytes, 8));
        ASSERT_EQ(0, vm_guest_read(vm, DEVICE + at, bytes, sizeof(bytes)));
        ASSERT_EQ(0, vm_guest_write(vm, DEVICE + PERIPHERAL_ID_0 + at, bytes, 8)); /* read-only */
    }
    machine_free();
}

TEST(physical_memory_is_mapped_one_to_one)
{
    vm_t *vm = machine_make();
    vm_memory_reservation_t *device = vm_reserve_memory_at(vm, DEVICE, 0x1000, handled, NULL);
    ASSERT_EQ(0, map_ut_alloc_reservation(vm, device));
    ASSERT_EQ(-1, map_ut_alloc_reservation(vm, device));
    ASSERT_EQ(0, vm_free_reserved_memory(vm, device));
    device = vm_reserve_memory_at(vm, DEVICE, 0x1000, handled, NULL);
    ASSERT_EQ(0, map_maybe_device_reservation(vm, device));
    ASSERT_EQ(DEVICE, vm_arm_ipa_to_pa(vm, DEVICE, 1));
    vm_memory_reservation_t *nothing =
        vm_reserve_memory_at(vm, taken_page(), 0x1000, handled, NULL);
    ASSERT_EQ(-1, map_ut_alloc_reservation(vm, nothing));
    ASSERT_ERROR(VM_ERROR_KERNEL);
    ASSERT_EQ(0, map_maybe_device_reservation(vm, nothing));
    machine_free();
}
