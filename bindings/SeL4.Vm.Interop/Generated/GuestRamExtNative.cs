// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestRamExtNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamExtNative.vm_ram_unregister"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_ram_unregister(vm_t* vm, [NativeTypeName("uintptr_t")] nuint start);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamExtNative.vm_ram_region_count"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("size_t")]
    public static extern nuint vm_ram_region_count(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamExtNative.vm_ram_get_region"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_ram_get_region(vm_t* vm, [NativeTypeName("size_t")] nuint index, vm_ram_region_t* region);
}
