// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestRamNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_guest_ram_read_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_guest_ram_read_callback(vm_t* vm, [NativeTypeName("uintptr_t")] nuint guest_addr, void* vaddr, [NativeTypeName("size_t")] nuint size, [NativeTypeName("size_t")] nuint offset, void* buf);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_guest_ram_write_callback"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_guest_ram_write_callback(vm_t* vm, [NativeTypeName("uintptr_t")] nuint guest_addr, void* vaddr, [NativeTypeName("size_t")] nuint size, [NativeTypeName("size_t")] nuint offset, void* buf);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_touch"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_ram_touch(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size, [NativeTypeName("ram_touch_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, nuint, void*, nuint, nuint, void*, int> touch_callback, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_find_largest_free_region"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_ram_find_largest_free_region(vm_t* vm, [NativeTypeName("uintptr_t *")] nuint* addr, [NativeTypeName("size_t *")] nuint* size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_register"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint vm_ram_register(vm_t* vm, [NativeTypeName("size_t")] nuint bytes);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_register_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_ram_register_at(vm_t* vm, [NativeTypeName("uintptr_t")] nuint start, [NativeTypeName("size_t")] nuint bytes, [NativeTypeName("_Bool")] byte untyped);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_register_at_custom_iterator"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_ram_register_at_custom_iterator(vm_t* vm, [NativeTypeName("uintptr_t")] nuint start, [NativeTypeName("size_t")] nuint bytes, [NativeTypeName("memory_map_iterator_fn")] delegate* unmanaged[Cdecl]<nuint, void*, vm_frame_t> map_iterator, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_mark_allocated"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vm_ram_mark_allocated(vm_t* vm, [NativeTypeName("uintptr_t")] nuint start, [NativeTypeName("size_t")] nuint bytes);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_allocate"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint vm_ram_allocate(vm_t* vm, [NativeTypeName("size_t")] nuint bytes);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestRamNative.vm_ram_free"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vm_ram_free(vm_t* vm, [NativeTypeName("uintptr_t")] nuint start, [NativeTypeName("size_t")] nuint bytes);
}
