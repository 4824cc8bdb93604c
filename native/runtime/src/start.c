/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 The SeL4.Vm contributors */
/* From C's main to the program's Main and back. */

#include <elf.h>

#include <runtime/corelib.h>
#include <runtime/cpu.h>
#include <runtime/faults.h>
#include <runtime/gc.h>
#include <runtime/image.h>
#include <runtime/modules.h>
#include <runtime/platform.h>
#include <runtime/thread.h>
#include <runtime/unwind.h>

/* Exports of the compiled program. */
void InitializeModules(uintptr_t module, const void *const *headers, int32_t header_count,
                       const void *const *classlib_functions, int32_t function_count);
int32_t __managed__Main(int32_t argc, char **argv);

extern const void *const __start___modules[], *const __stop___modules[];

/* CoreLib's exports for the runtime; each in the slot that CoreLib expects it in. */
extern const char GetRuntimeException[], RuntimeFailFast[], ThreadEntryPoint[],
    AppendExceptionStackFrame[], GetSystemArrayEEType[], OnFirstChanceException[],
    OnUnhandledException[];

static const void *const classlib_functions[RT_CLASSLIB_LAST + 1] = {
    [RT_CLASSLIB_GET_EXCEPTION] = GetRuntimeException,
    [RT_CLASSLIB_FAIL_FAST] = RuntimeFailFast,
    [RT_CLASSLIB_THREAD_ENTRY] = ThreadEntryPoint,
    [RT_CLASSLIB_APPEND_FRAME] = AppendExceptionStackFrame,
    [RT_CLASSLIB_ARRAY_TYPE] = GetSystemArrayEEType,
    [RT_CLASSLIB_FIRST_CHANCE] = OnFirstChanceException,
    [RT_CLASSLIB_UNHANDLED] = OnUnhandledException,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Compared with a copy in the frame of every method that has an unsafe buffer. */
uintptr_t __security_cookie;
/* The same for C code: the libraries of the class library's pack are compiled to check it. */
uintptr_t __stack_chk_guard;

_Noreturn void __stack_chk_fail(void);

void __stack_chk_fail(void)
{
    rt_panic("runtime: a C function wrote beyond an array on its stack");
}

/*
 * The linker script exports the table's start; where there is none (hosted test programs) the
 * program headers lead to it.
 */
static const void *eh_frame_header(void)
{
    extern const char __eh_frame_hdr_start[] __attribute__((weak));
    extern const Elf64_Ehdr __ehdr_start __attribute__((weak));

    if (__eh_frame_hdr_start != NULL) {
        return __eh_frame_hdr_start;
    }
    if (&__ehdr_start == NULL) {
        return NULL;
    }

    const uint8_t *base = (const uint8_t *)&__ehdr_start;
    const Elf64_Phdr *headers = (const Elf64_Phdr *)(base + __ehdr_start.e_phoff);

    for (int i = 0; i < __ehdr_start.e_phnum; i++) {
        if (headers[i].p_type == PT_GNU_EH_FRAME) {
            return (const void *)headers[i].p_vaddr; /* a static image runs where it was linked */
        }
    }
    return NULL;
}

int main(void)
{
    static char *arguments[] = {(char *)rt_image_name, NULL};

    rt_random_bytes(&__security_cookie, sizeof(__security_cookie));
    rt_random_bytes(&__stack_chk_guard, sizeof(__stack_chk_guard));
    rt_cpu_initialize();
    rt_unwind_init(eh_frame_header());
    rt_thread_attach();
    if (!rt_gc_initialize()) {
        rt_panic("there is not enough memory for the managed heap");
    }
    rt_faults_initialize();
    InitializeModules(rt_module_handle(), __start___modules,
                      (int32_t)(__stop___modules - __start___modules), classlib_functions,
                      COUNT(classlib_functions));
    rt_exit(__managed__Main(1, arguments));
}
