// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestMemoryNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_reserve_memory_at"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_memory_reservation_t* vm_reserve_memory_at(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size, [NativeTypeName("memory_fault_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> fault_callback, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_reserve_anon_memory"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern vm_memory_reservation_t* vm_reserve_anon_memory(vm_t* vm, [NativeTypeName("size_t")] nuint size, [NativeTypeName("size_t")] nuint align, [NativeTypeName("memory_fault_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> fault_callback, void* cookie, [NativeTypeName("uintptr_t *")] nuint* addr);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_memory_make_anon"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_memory_make_anon(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_free_reserved_memory"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_free_reserved_memory(vm_t* vm, vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_map_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_map_reservation(vm_t* vm, vm_memory_reservation_t* reservation, [NativeTypeName("memory_map_iterator_fn")] delegate* unmanaged[Cdecl]<nuint, void*, vm_frame_t> map_iterator, void* cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_map_reservation_frames"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_map_reservation_frames(vm_t* vm, vm_memory_reservation_t* reservation, [NativeTypeName("seL4_CPtr *")] ulong* frames, [NativeTypeName("size_t")] nuint num_frames, [NativeTypeName("size_t")] nuint frame_size_bits);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_get_reservation_memory_region"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void vm_get_reservation_memory_region(vm_memory_reservation_t* reservation, [NativeTypeName("uintptr_t *")] nuint* addr, [NativeTypeName("size_t *")] nuint* size);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryNative.vm_memory_init"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int vm_memory_init(vm_t* vm);
}
