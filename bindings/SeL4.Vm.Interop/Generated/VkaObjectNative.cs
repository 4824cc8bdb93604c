// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class VkaObjectNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.kobject_get_type"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    public static extern ulong kobject_get_type(kobject_t type, [NativeTypeName("seL4_Word")] ulong size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.kobject_get_size"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    public static extern ulong kobject_get_size(kobject_t type, [NativeTypeName("seL4_Word")] ulong size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_object"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_object(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_object_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_object_at(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_object_at_maybe_dev"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_object_at_maybe_dev(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, [NativeTypeName("_Bool")] byte can_use_dev, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_object_leaky"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong vka_alloc_object_leaky(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_free_object"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vka_free_object(vka_t* vka, vka_object_t* @object);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_object_paddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint vka_object_paddr(vka_t* vka, vka_object_t* @object);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_get_object_size"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_Word")]
    public static extern ulong vka_get_object_size([NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_frame"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_frame(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_frame_maybe_device"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_frame_maybe_device(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("_Bool")] byte can_use_dev, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_frame_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_frame_at(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_untyped"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_untyped(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_untyped_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_untyped_at(vka_t* vka, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_tcb"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_tcb(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_endpoint"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_endpoint(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_notification"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_notification(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_cnode_object"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_cnode_object(vka_t* vka, [NativeTypeName("seL4_Word")] ulong slot_bits, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_page_table"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_page_table(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_vspace_root"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_vspace_root(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_vcpu"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_vcpu(vka_t* vka, vka_object_t* result);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaObjectNative.vka_alloc_kobject"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_alloc_kobject(vka_t* vka, kobject_t type, [NativeTypeName("seL4_Word")] ulong size_bits, vka_object_t* result);
}
