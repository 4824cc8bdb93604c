// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestVmUtilNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.vm_get_vcpu_tcb"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong vm_get_vcpu_tcb(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.vm_get_vcpu"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong vm_get_vcpu(vm_t* vm, int vcpu_id);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.vm_vcpu_for_target_cpu"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_vcpu_t* vm_vcpu_for_target_cpu(vm_t* vm, int target_cpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.vm_find_free_unassigned_vcpu"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_vcpu_t* vm_find_free_unassigned_vcpu(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.is_vcpu_online"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("_Bool")]
    [SuppressGCTransition]
    public static extern byte is_vcpu_online(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.vm_get_vspace"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vspace_t* vm_get_vspace(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVmUtilNative.vm_get_vmm_vspace"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vspace_t* vm_get_vmm_vspace(vm_t* vm);
}
