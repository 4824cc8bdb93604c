/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Begins as an arm64 Linux does, and prints what it was told. */
#include <guests/kit.h>

#define SCTLR_M 1u
#define SCTLR_C 4u

void guest_exception(guest_frame_t *frame, uint64_t kind)
{
    (void)kind;
    frame->elr += 4;
}

void guest_main(uint64_t device_tree)
{
    uint64_t sctlr, daif, size = 0;
    __asm__ volatile("mrs %0, sctlr_el1\n\tmrs %1, daif" : "=r"(sctlr), "=r"(daif));
    guest_print("MMU and caches off: ");
    guest_print((sctlr & (SCTLR_M | SCTLR_C)) == 0 ? "yes\n" : "no\n");
    guest_print("interrupts masked: ");
    guest_print(daif == 0x3c0 ? "yes\n" : "no\n");
    guest_print("begins behind the start of RAM by: ");
    guest_print_number((uint64_t)guest_main / 0x100000 - GUEST_RAM / 0x100000);
    guest_print(" MiB\ncommand line: ");
    guest_print(guest_command_line(device_tree));
    guest_print("\nRAM disk: ");
    const char *disk = (const char *)guest_initrd(device_tree, &size);
    for (uint64_t i = 0; i < size; i++) {
        guest_put(disk[i]);
    }
    guest_print("\n");
    guest_power_off();
}
