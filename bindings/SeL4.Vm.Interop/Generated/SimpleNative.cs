// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class SimpleNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.rs_simple_init"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void rs_simple_init(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_cnode"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_cnode(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_cnode_size_bits"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int simple_get_cnode_size_bits(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_pd"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_pd(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_tcb"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_tcb(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_sc"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_sc(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_irq_ctrl"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_irq_ctrl(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_asid_pool"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_asid_pool(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_init_cap"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_init_cap(simple_t* simple, [NativeTypeName("seL4_CPtr")] ulong cap);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_init_cap"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_init_cap(simple_t* simple, [NativeTypeName("seL4_CPtr")] ulong cap);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_core_count"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int simple_get_core_count(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_ASIDPool_assign"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern seL4_Error simple_ASIDPool_assign(simple_t* simple, [NativeTypeName("seL4_CPtr")] ulong vspace);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_IRQ_handler"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern seL4_Error simple_get_IRQ_handler(simple_t* simple, int irq, cspacepath_t path);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_frame_cap"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern seL4_Error simple_get_frame_cap(simple_t* simple, void* paddr, int size_bits, cspacepath_t* path);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_untyped_count"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int simple_get_untyped_count(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_nth_untyped"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_nth_untyped(simple_t* simple, int n, [NativeTypeName("size_t *")] nuint* size_bits, [NativeTypeName("uintptr_t *")] nuint* paddr, [NativeTypeName("_Bool *")] byte* device);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_userimage_count"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int simple_get_userimage_count(simple_t* simple);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_nth_userimage"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong simple_get_nth_userimage(simple_t* simple, int n);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_extended_bootinfo_length"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("long")]
    public static extern nint simple_get_extended_bootinfo_length(simple_t* simple, [NativeTypeName("seL4_Word")] ulong type);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_get_extended_bootinfo"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("long")]
    public static extern nint simple_get_extended_bootinfo(simple_t* simple, [NativeTypeName("seL4_Word")] ulong type, void* dest, [NativeTypeName("long")] nint max_len);

    /// <include file='Documentation.xml' path='doc/member[@name="SimpleNative.simple_print"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void simple_print(simple_t* simple);
}
