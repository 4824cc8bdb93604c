// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestVmArchNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmArchNative.vm_register_unhandled_vcpu_fault_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_register_unhandled_vcpu_fault_callback(vm_vcpu_t* vcpu, [NativeTypeName("unhandled_vcpu_fault_callback_fn")] delegate* unmanaged[Cdecl]<vm_vcpu_t*, uint, void*, int> vcpu_fault_callback, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmArchNative.vm_register_smc_handler_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_register_smc_handler_callback(vm_t* vm, [NativeTypeName("smc_handler_callback_fn")] delegate* unmanaged[Cdecl]<vm_vcpu_t*, seL4_UserContext*, int> vm_smc_handler);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmArchNative.VM_MAX_VCPUS"]/*' />
    [NativeTypeName("#define VM_MAX_VCPUS 8")]
    public const int VM_MAX_VCPUS = 8;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmArchNative.VM_CSPACE_SIZE_BITS"]/*' />
    [NativeTypeName("#define VM_CSPACE_SIZE_BITS 4")]
    public const int VM_CSPACE_SIZE_BITS = 4;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmArchNative.VM_FAULT_EP_SLOT"]/*' />
    [NativeTypeName("#define VM_FAULT_EP_SLOT 1")]
    public const int VM_FAULT_EP_SLOT = 1;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmArchNative.VM_CSPACE_SLOT"]/*' />
    [NativeTypeName("#define VM_CSPACE_SLOT (VM_FAULT_EP_SLOT + VM_MAX_VCPUS)")]
    public const int VM_CSPACE_SLOT = (1 + 8);
}
