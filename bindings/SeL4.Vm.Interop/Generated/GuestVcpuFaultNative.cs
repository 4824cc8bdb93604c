// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestVcpuFaultNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.get_vcpu_fault_address"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    [SuppressGCTransition]
    public static extern ulong get_vcpu_fault_address(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.get_vcpu_fault_ip"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    [SuppressGCTransition]
    public static extern ulong get_vcpu_fault_ip(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.get_vcpu_fault_data"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    public static extern ulong get_vcpu_fault_data(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.get_vcpu_fault_data_mask"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    public static extern ulong get_vcpu_fault_data_mask(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.get_vcpu_fault_size"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("size_t")]
    public static extern nuint get_vcpu_fault_size(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.is_vcpu_read_fault"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("_Bool")]
    [SuppressGCTransition]
    public static extern byte is_vcpu_read_fault(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.set_vcpu_fault_data"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int set_vcpu_fault_data(vm_vcpu_t* vcpu, [NativeTypeName("seL4_Word")] ulong data);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.emulate_vcpu_fault"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    public static extern ulong emulate_vcpu_fault(vm_vcpu_t* vcpu, [NativeTypeName("seL4_Word")] ulong data);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.advance_vcpu_fault"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void advance_vcpu_fault(vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestVcpuFaultNative.restart_vcpu_fault"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void restart_vcpu_fault(vm_vcpu_t* vcpu);
}
