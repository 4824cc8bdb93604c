// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class ShimVmNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_create"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_t* shim_vm_create([NativeTypeName("const char *")] byte* name, vm_error_t* error);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_destroy"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int shim_vm_destroy(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_run"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int shim_vm_run(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_signal"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void shim_vm_signal(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_notification"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    [SuppressGCTransition]
    public static extern ulong shim_vm_notification([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_set_cookie"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern void shim_vm_set_cookie(vm_t* vm, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_get_cookie"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern void* shim_vm_get_cookie(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_number"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("unsigned int")]
    [SuppressGCTransition]
    public static extern uint shim_vm_number([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_exit_reason"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int shim_vm_exit_reason([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_endpoint"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    [SuppressGCTransition]
    public static extern ulong shim_vm_endpoint([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_vm_set_clean_cache"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern void shim_vm_set_clean_cache(vm_t* vm, [NativeTypeName("_Bool")] byte clean);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.shim_guest_isolation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("unsigned int")]
    [SuppressGCTransition]
    public static extern uint shim_guest_isolation();

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.SHIM_SIGNAL_BADGE"]/*' />
    [NativeTypeName("#define SHIM_SIGNAL_BADGE 0x5349474eul")]
    public const nuint SHIM_SIGNAL_BADGE = 0x5349474eU;

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.SHIM_RUN_NOT_BOUND"]/*' />
    [NativeTypeName("#define SHIM_RUN_NOT_BOUND -2")]
    public const int SHIM_RUN_NOT_BOUND = -2;

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVmNative.SHIM_RUN_KERNEL_ERROR"]/*' />
    [NativeTypeName("#define SHIM_RUN_KERNEL_ERROR -100")]
    public const int SHIM_RUN_KERNEL_ERROR = -100;
}
