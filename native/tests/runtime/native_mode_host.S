/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* void test_capture_registers(uintptr_t *callee_saved, uintptr_t *sp) for x86-64 hosts */
    .text
    .global test_capture_registers
    .type   test_capture_registers, @function
test_capture_registers:
    mov     %rbx, (%rdi)
    mov     %rbp, 8(%rdi)
    mov     %r12, 16(%rdi)
    mov     %r13, 24(%rdi)
    mov     %r14, 32(%rdi)
    mov     %r15, 40(%rdi)
    mov     %rsp, (%rsi)
    ret
    .size   test_capture_registers, . - test_capture_registers

/* Bounds of RhBulkMoveWithWriteBarrier, which does not exist here: no thread is ever in it. */
    .global rt_bulk_move_begin, rt_bulk_move_end
rt_bulk_move_begin:
rt_bulk_move_end:
    .section .note.GNU-stack, "", @progbits
