// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestVmExtNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_get_stop"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("const vm_stop_t *")]
    [SuppressGCTransition]
    public static extern vm_stop_t* vm_get_stop([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_stop_reason_name"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("const char *")]
    [SuppressGCTransition]
    public static extern byte* vm_stop_reason_name(vm_stop_reason_t reason);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_stop"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int vm_stop(vm_t* vm, [NativeTypeName("uint64_t")] ulong value);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_set_unhandled_policy"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_unhandled_policy(vm_t* vm, vm_unhandled_policy_t policy);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_inject_abort"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_inject_abort(vm_vcpu_t* vcpu, [NativeTypeName("uintptr_t")] nuint address, [NativeTypeName("_Bool")] byte instruction);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vcpu_stop"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vcpu_stop(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_get_counters"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("const vm_counters_t *")]
    [SuppressGCTransition]
    public static extern vm_counters_t* vm_get_counters([NativeTypeName("const vm_t *")] vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmExtNative.vm_destroy"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_destroy(vm_t* vm);
}
