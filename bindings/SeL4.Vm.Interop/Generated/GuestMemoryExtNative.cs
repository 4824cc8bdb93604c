// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestMemoryExtNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_memory_destroy"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_memory_destroy(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_unmap_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_unmap_reservation(vm_t* vm, vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_map_reservation_deferred"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_map_reservation_deferred(vm_t* vm, vm_memory_reservation_t* reservation, [NativeTypeName("memory_map_iterator_fn")] delegate* unmanaged[Cdecl]<nuint, void*, vm_frame_t> map_iterator, void* cookie, [NativeTypeName("size_t")] nuint page_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_map_reservation_ram"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_map_reservation_ram(vm_t* vm, vm_memory_reservation_t* reservation, seL4_CapRights_t rights, [NativeTypeName("size_t")] nuint max_page_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_set_reservation_rights"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_reservation_rights(vm_t* vm, vm_memory_reservation_t* reservation, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size, seL4_CapRights_t rights);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_reservation_count"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("size_t")]
    [SuppressGCTransition]
    public static extern nuint vm_reservation_count(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_first_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_memory_reservation_t* vm_first_reservation(vm_t* vm);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_next_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_memory_reservation_t* vm_next_reservation(vm_t* vm, vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_find_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_memory_reservation_t* vm_find_reservation(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_is_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("_Bool")]
    public static extern byte vm_is_reservation(vm_t* vm, [NativeTypeName("const vm_memory_reservation_t *")] vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_get_reservation_info"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_get_reservation_info(vm_t* vm, vm_memory_reservation_t* reservation, vm_reservation_info_t* info);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_guest_pointer"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vm_guest_pointer(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_guest_ram_pointer"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* vm_guest_ram_pointer(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_guest_read"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_guest_read(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, void* buffer, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_guest_write"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_guest_write(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("const void *")] void* buffer, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_set_tracking"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_set_tracking(vm_t* vm, vm_memory_reservation_t* reservation, vm_tracking_t tracking);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_collect_pages"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("long")]
    public static extern nint vm_collect_pages(vm_t* vm, vm_memory_reservation_t* reservation, [NativeTypeName("vm_page_visitor_fn")] delegate* unmanaged[Cdecl]<vm_t*, nuint, nuint, uint, void*, int> visitor, void* cookie, [NativeTypeName("_Bool")] byte clear);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.vm_mark_dirty"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_mark_dirty(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.VM_IPA_BITS"]/*' />
    [NativeTypeName("#define VM_IPA_BITS 44")]
    public const int VM_IPA_BITS = 44;

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryExtNative.VM_PAGE_SIZE"]/*' />
    [NativeTypeName("#define VM_PAGE_SIZE 0x1000ul")]
    public const nuint VM_PAGE_SIZE = 0x1000U;
}
