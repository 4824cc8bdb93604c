// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class VkaNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.rs_vka_init"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void rs_vka_init(vka_t* vka);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cspace_alloc"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_cspace_alloc(vka_t* vka, [NativeTypeName("seL4_CPtr *")] ulong* res);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cspace_free"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vka_cspace_free(vka_t* vka, [NativeTypeName("seL4_CPtr")] ulong slot);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cspace_make_path"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vka_cspace_make_path(vka_t* vka, [NativeTypeName("seL4_CPtr")] ulong slot, cspacepath_t* res);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cspace_alloc_path"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_cspace_alloc_path(vka_t* vka, cspacepath_t* res);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cspace_free_path"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vka_cspace_free_path(vka_t* vka, cspacepath_t path);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_utspace_alloc"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_utspace_alloc(vka_t* vka, [NativeTypeName("const cspacepath_t *")] cspacepath_t* dest, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("seL4_Word *")] ulong* res);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_utspace_alloc_maybe_device"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_utspace_alloc_maybe_device(vka_t* vka, [NativeTypeName("const cspacepath_t *")] cspacepath_t* dest, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("_Bool")] byte can_use_dev, [NativeTypeName("seL4_Word *")] ulong* res);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_utspace_alloc_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_utspace_alloc_at(vka_t* vka, [NativeTypeName("const cspacepath_t *")] cspacepath_t* dest, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("uintptr_t")] nuint paddr, [NativeTypeName("seL4_Word *")] ulong* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_utspace_free"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vka_utspace_free(vka_t* vka, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits, [NativeTypeName("seL4_Word")] ulong target);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_utspace_paddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint vka_utspace_paddr(vka_t* vka, [NativeTypeName("seL4_Word")] ulong target, [NativeTypeName("seL4_Word")] ulong type, [NativeTypeName("seL4_Word")] ulong size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.VKA_NO_PADDR"]/*' />
    [NativeTypeName("#define VKA_NO_PADDR 1")]
    public const int VKA_NO_PADDR = 1;
}
