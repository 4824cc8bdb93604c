// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class ShimVcpuNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_vcpu_cookie"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern void* shim_vcpu_cookie([NativeTypeName("const vm_vcpu_t *")] vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_vcpu_number"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("unsigned int")]
    [SuppressGCTransition]
    public static extern uint shim_vcpu_number([NativeTypeName("const vm_vcpu_t *")] vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_vcpu_target_cpu"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int shim_vcpu_target_cpu([NativeTypeName("const vm_vcpu_t *")] vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_vcpu_priority"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern int shim_vcpu_priority([NativeTypeName("const vm_vcpu_t *")] vm_vcpu_t* vcpu);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_hsr_exception_class"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("unsigned int")]
    [SuppressGCTransition]
    public static extern uint shim_hsr_exception_class([NativeTypeName("uint32_t")] uint hsr);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_hsr_reason"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("const char *")]
    [SuppressGCTransition]
    public static extern byte* shim_hsr_reason([NativeTypeName("unsigned int")] uint exception_class);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimVcpuNative.shim_vcpu_register"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    [SuppressGCTransition]
    public static extern ulong shim_vcpu_register([NativeTypeName("unsigned int")] uint number);
}
