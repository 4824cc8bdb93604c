// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class GuestMemoryUtilNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryUtilNative.create_allocated_reservation_frame"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* create_allocated_reservation_frame(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, seL4_CapRights_t rights, [NativeTypeName("memory_fault_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> alloc_fault_callback, void* alloc_fault_cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryUtilNative.create_device_reservation_frame"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* create_device_reservation_frame(vm_t* vm, [NativeTypeName("uintptr_t")] nuint addr, seL4_CapRights_t rights, [NativeTypeName("memory_fault_callback_fn")] delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> fault_callback, void* fault_cookie);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryUtilNative.map_ut_alloc_reservation_with_base_paddr"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int map_ut_alloc_reservation_with_base_paddr(vm_t* vm, [NativeTypeName("uintptr_t")] nuint paddr, vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryUtilNative.map_ut_alloc_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int map_ut_alloc_reservation(vm_t* vm, vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryUtilNative.map_frame_alloc_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int map_frame_alloc_reservation(vm_t* vm, vm_memory_reservation_t* reservation);

    /// <include file='Documentation.xml' path='doc/member[@name="GuestMemoryUtilNative.map_maybe_device_reservation"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int map_maybe_device_reservation(vm_t* vm, vm_memory_reservation_t* reservation);
}
