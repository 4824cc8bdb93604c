/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* The exception that a guest gets for an access that nothing answers (Arm DDI 0487, D17.2.37). */
#include <sel4vm/guest_memory_helpers.h>

#include "machine.h"

/* ESR_EL1 */
#define CLASS_FETCH_LOWER 0x20ul
#define CLASS_FETCH_SAME  0x21ul
#define CLASS_DATA_LOWER  0x24ul
#define CLASS_DATA_SAME   0x25ul
#define ESR(class)        ((class) << 26 | 1u << 25)
#define ESR_WNR           (1u << 6)
#define FSC_EXTERNAL      0x10u
#define FSC_WALK          0x14u

static void start(machine_t *machine)
{
    machine_start(machine, false);
    ASSERT_OK(vm_set_unhandled_policy(&machine->vm, VM_UNHANDLED_ABORT));
}

static void check_abort(machine_t *machine, uint64_t address, probe_access_t access,
                        probe_level_t level, uint64_t far)
{
    bool lower = level == PROBE_EL0, fetch = access == PROBE_FETCH;
    bool write = access == PROBE_STORE || access == PROBE_STORE_TWO;
    uint64_t class = fetch ? (lower ? CLASS_FETCH_LOWER : CLASS_FETCH_SAME)
                           : (lower ? CLASS_DATA_LOWER : CLASS_DATA_SAME);
    uint64_t group = probe(machine, PROBE_ABORT, address, access, level);
    ASSERT_EQ(1, machine->exceptions);
    ASSERT_EQ(level == PROBE_EL0 ? 2 : level == PROBE_EL1 ? 1 : 0, group);
    ASSERT_EQ(ESR(class) | (write ? ESR_WNR : 0) | FSC_EXTERNAL, machine->esr);
    ASSERT_EQ(far, machine->far);
}

static void check_level(probe_level_t level)
{
    machine_t machine;
    start(&machine);
    check_abort(&machine, NOWHERE + 4, PROBE_LOAD, level, NOWHERE + 4);
    check_abort(&machine, NOWHERE + 4, PROBE_STORE, level, NOWHERE + 12); /* pre-indexed by 8 */
    check_abort(&machine, NOWHERE, PROBE_STORE_TWO, level, NOWHERE);
    check_abort(&machine, NOWHERE + 4, PROBE_FETCH, level, NOWHERE + 4);
    /* Two registers, of which RAM's last 8 bytes take the first. */
    check_abort(&machine, RAM_BASE + RAM_SIZE - 8, PROBE_STORE_TWO, level, RAM_BASE + RAM_SIZE);
    machine_end(&machine);
}

TEST(aborts_at_el1)
{
    check_level(PROBE_EL1);
}

TEST(aborts_at_el1_with_sp_el0)
{
    check_level(PROBE_EL1_SP_EL0);
}

TEST(aborts_at_el0)
{
    check_level(PROBE_EL0);
}

/* SIMD registers and exclusive accesses cannot be emulated, but have an address. */
TEST(aborts_of_accesses_that_cannot_be_emulated)
{
    static const probe_op_t ops[] = {PROBE_LOAD_SIMD, PROBE_STORE_SIMD, PROBE_LOAD_EXCLUSIVE};
    machine_t machine;
    start(&machine);
    for (unsigned i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
        probe(&machine, ops[i], DEVICE_BASE + 0x10, 0, 0);
        ASSERT_EQ(1, machine.exceptions);
        ASSERT_EQ(DEVICE_BASE + 0x10, machine.far);
        ASSERT_EQ(ESR(CLASS_DATA_SAME) | (ops[i] == PROBE_STORE_SIMD ? ESR_WNR : 0) | FSC_EXTERNAL,
                  machine.esr);
    }
    machine_end(&machine);
}

/* The device is at virtual 0x3f000000 too. */
TEST(far_is_a_virtual_address)
{
    const uint64_t alias = 0x3f000000;
    machine_t machine;
    start(&machine);
    machine.answer = FAULT_UNHANDLED;
    probe(&machine, PROBE_MMU_ON, 0, 0, 0);
    check_abort(&machine, alias + 4, PROBE_LOAD, PROBE_EL1, alias + 4);
    check_abort(&machine, alias + 4, PROBE_STORE, PROBE_EL1, alias + 12);
    check_abort(&machine, DEVICE_BASE + 4, PROBE_LOAD, PROBE_EL1, DEVICE_BASE + 4);
    machine_end(&machine);
}

/* A table of level 2 or 3 where there is no memory, or only a device that is emulated. */
TEST(table_walk_into_nothing)
{
    static const uint64_t places[] = {NOWHERE, DEVICE_BASE};
    machine_t machine;
    start(&machine);
    probe(&machine, PROBE_MMU_ON, 0, 0, 0);
    for (unsigned i = 0; i < 4; i++) {
        uint64_t level = 2 + i / 2;
        uint64_t address = probe(&machine, PROBE_NO_TABLE, level, places[i % 2], 0);
        ASSERT_EQ(1, probe(&machine, PROBE_ABORT, address, PROBE_LOAD, PROBE_EL1));
        ASSERT_EQ(ESR(CLASS_DATA_SAME) | (FSC_WALK + level), machine.esr);
        ASSERT_EQ(address, machine.far);
        ASSERT_EQ(1, probe(&machine, PROBE_ABORT, address, PROBE_STORE, PROBE_EL1));
        ASSERT_EQ(ESR(CLASS_DATA_SAME) | ESR_WNR | (FSC_WALK + level), machine.esr);
        ASSERT_EQ(address + 8, machine.far);
        ASSERT_EQ(1, probe(&machine, PROBE_ABORT, address, PROBE_FETCH, PROBE_EL1));
        ASSERT_EQ(ESR(CLASS_FETCH_SAME) | (FSC_WALK + level), machine.esr);
        ASSERT_EQ(address, machine.far);
        ASSERT_EQ(0, machine.accesses);
    }
    machine_end(&machine);
}

/* Without the policy the VM stops, and says where the table would be. */
TEST(table_walk_into_nothing_stops_the_vm)
{
    machine_t machine;
    machine_start(&machine, false);
    probe(&machine, PROBE_MMU_ON, 0, 0, 0);
    uint64_t address = probe(&machine, PROBE_NO_TABLE, 2, NOWHERE, 0);
    ASSERT_EQ(-1, probe_until_stop(&machine, PROBE_LOAD32, address, 0, 0));
    ASSERT_EQ(VM_STOP_UNHANDLED_MEMORY_FAULT, vm_get_stop(&machine.vm)->reason);
    ASSERT_EQ(NOWHERE, vm_get_stop(&machine.vm)->address & ~(VM_PAGE_SIZE - 1));
    machine_end(&machine);
}

/* The VMM finds out which page a walk needs; the tables are empty, so that the guest then takes the
 * translation fault that is its own. */
TEST(tables_in_memory_that_is_mapped_late)
{
    static const uint64_t fault_of_level = 0x04;
    machine_t machine;
    start(&machine);
    vm_memory_reservation_t *late = vm_reserve_memory_at(&machine.vm, NOWHERE, VM_PAGE_SIZE,
                                                         default_error_fault_callback, NULL);
    ASSERT_OK(vm_map_reservation_deferred(&machine.vm, late, NULL, NULL, seL4_PageBits));
    probe(&machine, PROBE_MMU_ON, 0, 0, 0);
    uint64_t address = probe(&machine, PROBE_NO_TABLE, 3, NOWHERE, 0);
    for (unsigned tracked = 0; tracked < 2; tracked++) {
        ASSERT_EQ(1, probe(&machine, PROBE_ABORT, address, PROBE_STORE, PROBE_EL1));
        ASSERT_EQ(1, machine.exceptions);
        ASSERT_EQ(fault_of_level + 3, machine.esr & 0x3f);
        ASSERT_EQ(tracked, vm_get_counters(&machine.vm)->tracking_faults);
        ASSERT_OK(vm_set_tracking(&machine.vm, late, VM_TRACK_ACCESSED));
        probe(&machine, PROBE_NO_TABLE, 3, NOWHERE,
              0); /* which also drops what the TLB has of it */
    }
    ASSERT_EQ(1, vm_get_counters(&machine.vm)->deferred_maps);
    ASSERT_EQ(0, vm_get_counters(&machine.vm)->injected_aborts);
    machine_end(&machine);
}
