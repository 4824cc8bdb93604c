// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestVcpuFaultExtNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultExtNative.vm_get_access"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int vm_get_access(vm_vcpu_t* vcpu, vm_access_t* access);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultExtNative.vm_get_access_value"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uint64_t")]
    [SuppressGCTransition]
    public static extern ulong vm_get_access_value(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultExtNative.vm_set_access_value"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int vm_set_access_value(vm_vcpu_t* vcpu, [NativeTypeName("uint64_t")] ulong value);
}
