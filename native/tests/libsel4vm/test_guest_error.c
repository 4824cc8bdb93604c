/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
#include "testing.h"

TEST(every_code_has_a_name_of_its_own)
{
    for (int i = 0; i < VM_ERROR_COUNT; i++) {
        for (int j = 0; j < i; j++) {
            CHECK(strcmp(vm_error_name((vm_error_code_t)i), vm_error_name((vm_error_code_t)j)) !=
                  0);
        }
    }
    CHECK(strcmp(vm_error_name(VM_ERROR_COUNT), "unknown") == 0);
    CHECK(strcmp(vm_error_name((vm_error_code_t)-1), "unknown") == 0);
}

TEST(a_failure_is_told_in_words)
{
    vm_t *vm = memory_vm();
    CHECK(vm_reserve_memory_at(vm, 0x1001, 0x1000, record, NULL) == NULL);
    char text[200];
    size_t length = vm_error_format(vm_last_error(vm), text, sizeof(text));
    CHECK_EQ(length, strlen(text));
    CHECK(strcmp(text,
                 "vm_reserve_memory_at: unaligned, address 0x1001, size 0x1000, limit 0x1000") ==
          0);
    char small[8];
    CHECK_EQ(vm_error_format(vm_last_error(vm), small, sizeof(small)), length);
    CHECK_EQ(small[7], 0);
    CHECK(strncmp(small, text, sizeof(small) - 1) == 0);
    CHECK_EQ(vm_error_format(vm_last_error(vm), small, 0), length);
    CHECK_EQ(vm_error_format(vm_last_error(vm), NULL, 100), length);
    vm_error_format(NULL, text, sizeof(text));
    CHECK(strcmp(text, "no error") == 0);
    vm_error_t error = {
        .code = VM_ERROR_KERNEL, .kernel_error = seL4_DeleteFirst, .operation = "f"};
    vm_error_format(&error, text, sizeof(text));
    CHECK(strcmp(text, "f: kernel, address 0x0, kernel: seL4_DeleteFirst") == 0);
    error.kernel_error = (seL4_Error)99;
    vm_error_format(&error, text, sizeof(text));
    CHECK(strcmp(text, "f: kernel, address 0x0, kernel: unknown") == 0);
    vm_clear_error(vm);
    CHECK_EQ(vm_last_error(vm)->code, VM_ERROR_NONE);
    memory_vm_free(vm);
}
