/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "vm.h"

#include <stdlib.h>

#include "error.h"

struct vm_arch_state *vmi_state_new(void)
{
    struct vm_arch_state *state = calloc(1, sizeof(*state));
    if (state != NULL) {
        state->error.operation = "";
        state->stop.vcpu_id = -1;
    }
    return state;
}

void vmi_stop_failed(vm_t *vm, int vcpu_id, uintptr_t pc, uintptr_t address)
{
    vm_set_stop(vm, (vm_stop_t){.reason = VM_STOP_KERNEL_ERROR,
                                .vcpu_id = vcpu_id,
                                .pc = pc,
                                .address = address,
                                .value = vm_last_error(vm)->kernel_error});
}

bool vmi_check(const vm_t *vm, const char *operation)
{
    if (vm == NULL) {
        vmi_fail_null(NULL, operation, 1);
        return false;
    }
    if (!vm->vm_initialised) {
        vmi_fail(NULL, VM_ERROR_BAD_STATE, operation, 0, 0, 0);
        return false;
    }
    return true;
}
