// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestVmNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmNative.vm_run"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_run(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmNative.vcpu_start"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vcpu_start(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmNative.vm_register_unhandled_mem_fault_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_register_unhandled_mem_fault_callback(vm_t* vm, [NativeTypeName("unhandled_mem_fault_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> fault_handler, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmNative.vm_register_notification_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_register_notification_callback(vm_t* vm, [NativeTypeName("notification_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, ulong, seL4_MessageInfo_t, void*, int> notification_callback, void* cookie);
}
