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
    CHECK(strstr(text, "vm_reserve_memory_at") != NULL);
    CHECK(strstr(text, "unaligned") != NULL);
    CHECK(strstr(text, "0x1001") != NULL);
    char small[8];
    CHECK_EQ(vm_error_format(vm_last_error(vm), small, sizeof(small)), length);
    CHECK_EQ(small[7], 0);
    CHECK_EQ(vm_error_format(vm_last_error(vm), NULL, 100), length);
    CHECK(vm_error_format(NULL, text, sizeof(text)) > 0);
    vm_clear_error(vm);
    CHECK_EQ(vm_last_error(vm)->code, VM_ERROR_NONE);
    memory_vm_free(vm);
}
