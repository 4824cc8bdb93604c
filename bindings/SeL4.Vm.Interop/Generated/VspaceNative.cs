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

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_get_cap"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("seL4_CPtr")]
    public static extern ulong vspace_get_cap(vspace_t* vspace, void* vaddr);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_get_cookie"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint vspace_get_cookie(vspace_t* vspace, void* vaddr);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_reserve_range_aligned"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern reservation_t vspace_reserve_range_aligned(vspace_t* vspace, [NativeTypeName("size_t")] nuint bytes, [NativeTypeName("size_t")] nuint size_bits, seL4_CapRights_t rights, int cacheable, void** vaddr);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_reserve_range"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern reservation_t vspace_reserve_range(vspace_t* vspace, [NativeTypeName("size_t")] nuint bytes, seL4_CapRights_t rights, int cacheable, void** vaddr);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_reserve_range_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern reservation_t vspace_reserve_range_at(vspace_t* vspace, void* vaddr, [NativeTypeName("size_t")] nuint bytes, seL4_CapRights_t rights, int cacheable);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_reserve_deferred_rights_range_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern reservation_t vspace_reserve_deferred_rights_range_at(vspace_t* vspace, void* vaddr, [NativeTypeName("size_t")] nuint bytes, int cacheable);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_free_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vspace_free_reservation(vspace_t* vspace, reservation_t reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_free_reservation_by_vaddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vspace_free_reservation_by_vaddr(vspace_t* vspace, void* vaddr);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_new_pages"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vspace_new_pages(vspace_t* vspace, seL4_CapRights_t rights, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.default_vspace_new_pages_config"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int default_vspace_new_pages_config([NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, vspace_new_pages_config_t* config);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_new_pages_config_set_vaddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_new_pages_config_set_vaddr(void* vaddr, vspace_new_pages_config_t* config);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_new_pages_config_use_device_ut"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_new_pages_config_use_device_ut([NativeTypeName("_Bool")] byte can_use_dev, vspace_new_pages_config_t* config);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_new_pages_with_config"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vspace_new_pages_with_config(vspace_t* vspace, vspace_new_pages_config_t* config, seL4_CapRights_t rights);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_new_pages_at_vaddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_new_pages_at_vaddr(vspace_t* vspace, void* vaddr, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, reservation_t reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_new_pages_at_vaddr_with_config"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_new_pages_at_vaddr_with_config(vspace_t* vspace, vspace_new_pages_config_t* config, reservation_t res);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_map_pages"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vspace_map_pages(vspace_t* vspace, [NativeTypeName("seL4_CPtr[]")] ulong* caps, [NativeTypeName("uintptr_t[]")] nuint* cookies, seL4_CapRights_t rights, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, int cacheable);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_map_pages_at_vaddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_map_pages_at_vaddr(vspace_t* vspace, [NativeTypeName("seL4_CPtr[]")] ulong* caps, [NativeTypeName("uintptr_t[]")] nuint* cookies, void* vaddr, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, reservation_t reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_deferred_rights_map_pages_at_vaddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_deferred_rights_map_pages_at_vaddr(vspace_t* vspace, [NativeTypeName("seL4_CPtr[]")] ulong* caps, [NativeTypeName("uintptr_t[]")] nuint* cookies, void* vaddr, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, seL4_CapRights_t rights, reservation_t reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_unmap_pages"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vspace_unmap_pages(vspace_t* vspace, void* vaddr, [NativeTypeName("size_t")] nuint num_pages, [NativeTypeName("size_t")] nuint size_bits, vka_t* vka);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_share_mem"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vspace_share_mem(vspace_t* from, vspace_t* to, void* start, int num_pages, [NativeTypeName("size_t")] nuint size_bits, seL4_CapRights_t rights, int cacheable);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_share_mem_at_vaddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_share_mem_at_vaddr(vspace_t* from, vspace_t* to, void* start, int num_pages, [NativeTypeName("size_t")] nuint size_bits, void* vaddr, reservation_t res);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.vspace_access_page_with_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vspace_access_page_with_callback(vspace_t* from, vspace_t* to, void* access_addr, [NativeTypeName("size_t")] nuint size_bits, seL4_CapRights_t rights, int cacheable, [NativeTypeName("vspace_access_callback_fn")] delegate* unmanaged[Cdecl]<void*, void*, void*, int> callback, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.VSPACE_FREE"]/*' />
    [NativeTypeName("#define VSPACE_FREE ((vka_t *)0xffffffff)")]
    public static readonly vka_t* VSPACE_FREE = ((vka_t*)(0xffffffff));

    /// <include file='Documentation.xml' path='doc/member[@name="VspaceNative.VSPACE_PRESERVE"]/*' />
    [NativeTypeName("#define VSPACE_PRESERVE ((vka_t *)0)")]
    public static readonly vka_t* VSPACE_PRESERVE = ((vka_t*)(0));
}
