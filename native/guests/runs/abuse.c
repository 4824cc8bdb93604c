/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "abuse.h"

#include <stddef.h>

volatile uint64_t abuse_exceptions;
volatile bool abuse_jumping;

static const struct {
    const char *name;
    void (*run)(void);
} ways[] = {
    {"off", abuse_off},
    {"reset", abuse_reset},
    {"all-off", abuse_all_off},
    {"spin", abuse_spin},
    {"wait", abuse_wait},
    {"recurse", abuse_recurse},
    {"collapse", abuse_collapse},
    {"scribble", abuse_scribble},
    {"jump", abuse_jump},
    {"tables", abuse_tables},
    {"flood", abuse_flood},
    {"cpus", abuse_cpus},
    {"distributor", abuse_distributor},
    {"timers", abuse_timers},
    {"registers", abuse_registers},
    {"forge", abuse_forge},
};

void guest_exception(guest_frame_t *frame, uint64_t kind)
{
    if (kind == GUEST_IRQ) {
        guest_take_irq();
    } else if (kind == GUEST_SYNCHRONOUS) {
        abuse_exceptions = abuse_exceptions + 1;
        frame->elr = abuse_jumping ? frame->x[30] : frame->elr + 4;
    }
}

void guest_main(uint64_t device_tree)
{
    const char *way = guest_command_line(device_tree);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        if (guest_equal(ways[i].name, way)) {
            ways[i].run();
            guest_print("\nstill here after ");
            guest_print(way);
            guest_print(", exceptions: ");
            guest_print_number(abuse_exceptions);
            guest_print("\n");
            guest_power_off();
        }
    }
    guest_print("--append names no way to misbehave\n");
    guest_power_off();
}
