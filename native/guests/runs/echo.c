/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* Prints the number of each key as it arrives; q ends it. */
#include <guests/kit.h>

void guest_exception(guest_frame_t *frame, uint64_t kind)
{
    (void)kind;
    frame->elr += 4;
}

void guest_main(uint64_t device_tree)
{
    (void)device_tree;
    guest_print("echo: ready\r\n");
    for (;;) {
        char key = guest_get();
        if (key == 'q') {
            break;
        }
        guest_put('<');
        guest_print_number((uint8_t)key);
        guest_put('>');
    }
    guest_print("\r\n");
    guest_power_off();
}
