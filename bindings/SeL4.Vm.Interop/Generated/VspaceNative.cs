// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class VspaceNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.rs_vspace_handle_init"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void rs_vspace_handle_init(vspace_t* vspace);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_get_root"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong vspace_get_root(vspace_t* vspace);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_map_pages"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vspace_map_pages(vspace_t* vspace, [NativeTypeName("seL4_CPtr[]")] ulong* caps, [NativeTypeName("uintptr_t[]")] nuint* cookies, seL4_CapRights_t rights, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, int cacheable);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_unmap_pages"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vspace_unmap_pages(vspace_t* vspace, [NativeTypeName("seL4_CPtr[]")] ulong* caps, void* vaddr, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits);
}
