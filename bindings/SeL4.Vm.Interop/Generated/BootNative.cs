// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class BootNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="BootNative.vm_init"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_init(vm_t* vm, vka_t* vka, simple_t* host_simple, vspace_t host_vspace, ps_io_ops_t* io_ops, [NativeTypeName("seL4_CPtr")] ulong host_endpoint, [NativeTypeName("const char *")] byte* name);

    /// <include file='Documentation.xml' path='doc/member[@name="BootNative.vm_create_vcpu"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_vcpu_t* vm_create_vcpu(vm_t* vm, int priority);

    /// <include file='Documentation.xml' path='doc/member[@name="BootNative.vm_assign_vcpu_target"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_assign_vcpu_target(vm_vcpu_t* vcpu, int target_cpu);

    /// <include file='Documentation.xml' path='doc/member[@name="BootNative.BOOT_VCPU"]/*' />
    [NativeTypeName("#define BOOT_VCPU 0")]
    public const int BOOT_VCPU = 0;
}
