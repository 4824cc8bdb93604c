// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class ShimMemoryNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_cap_rights"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [SuppressGCTransition]
    public static extern seL4_CapRights_t shim_cap_rights([NativeTypeName("_Bool")] byte read, [NativeTypeName("_Bool")] byte write);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_cap_rights_read"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("_Bool")]
    [SuppressGCTransition]
    public static extern byte shim_cap_rights_read(seL4_CapRights_t rights);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_cap_rights_write"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("_Bool")]
    [SuppressGCTransition]
    public static extern byte shim_cap_rights_write(seL4_CapRights_t rights);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_error_fault_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("memory_fault_callback_fn")]
    public static extern delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> shim_error_fault_callback();

    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_ram_read"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int shim_ram_read(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, void* buffer, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_ram_write"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int shim_ram_write(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("const void *")] void* buffer, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="ShimMemoryNative.shim_get_memory_stats"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void shim_get_memory_stats(shim_memory_stats_t* stats);
}
