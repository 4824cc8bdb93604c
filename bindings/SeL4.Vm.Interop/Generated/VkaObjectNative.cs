// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class VkaObjectNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_object"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_object(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_object_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_object_at(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_free_object"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vka_free_object(vka_t* vka, vka_object_t* @object);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_frame"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_frame(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_frame_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_frame_at(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_endpoint"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_endpoint(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_notification"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_notification(vka_t* vka, vka_object_t* result);
}
