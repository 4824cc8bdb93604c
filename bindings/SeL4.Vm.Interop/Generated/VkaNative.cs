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

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cnode_copy"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_cnode_copy([NativeTypeName("const cspacepath_t *")] cspacepath_t* dest, [NativeTypeName("const cspacepath_t *")] cspacepath_t* src, seL4_CapRights_t rights);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cnode_mint"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_cnode_mint([NativeTypeName("const cspacepath_t *")] cspacepath_t* dest, [NativeTypeName("const cspacepath_t *")] cspacepath_t* src, seL4_CapRights_t rights, [NativeTypeName("seL4_Word")] ulong badge);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cnode_delete"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_cnode_delete([NativeTypeName("const cspacepath_t *")] cspacepath_t* src);

    /// <include file='Documentation.xml' path='doc/member[@name="VkaNative.vka_cnode_revoke"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vka_cnode_revoke([NativeTypeName("const cspacepath_t *")] cspacepath_t* src);
}
