// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestArmContextNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestArmContextNative.vm_set_thread_context"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_thread_context(vm_vcpu_t* vcpu, seL4_UserContext context);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestArmContextNative.vm_set_thread_context_reg"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_thread_context_reg(vm_vcpu_t* vcpu, [NativeTypeName("unsigned int")] uint reg, [NativeTypeName("uintptr_t")] nuint value);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestArmContextNative.vm_get_thread_context"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_get_thread_context(vm_vcpu_t* vcpu, seL4_UserContext* context);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestArmContextNative.vm_get_thread_context_reg"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_get_thread_context_reg(vm_vcpu_t* vcpu, [NativeTypeName("unsigned int")] uint reg, [NativeTypeName("uintptr_t *")] nuint* value);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestArmContextNative.vm_set_arm_vcpu_reg"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_arm_vcpu_reg(vm_vcpu_t* vcpu, [NativeTypeName("seL4_Word")] ulong reg, [NativeTypeName("uintptr_t")] nuint value);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestArmContextNative.vm_get_arm_vcpu_reg"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_get_arm_vcpu_reg(vm_vcpu_t* vcpu, [NativeTypeName("seL4_Word")] ulong reg, [NativeTypeName("uintptr_t *")] nuint* value);
}
