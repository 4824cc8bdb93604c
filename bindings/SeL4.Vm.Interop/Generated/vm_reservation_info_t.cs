// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_reservation_info_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.address"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint address;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.size"]/*' />
    [NativeTypeName("size_t")]
    public nuint size;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.backing"]/*' />
    public vm_backing_t backing;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.anonymous"]/*' />
    [NativeTypeName("_Bool")]
    public byte anonymous;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.library_owned"]/*' />
    [NativeTypeName("_Bool")]
    public byte library_owned;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.dirty_tracking"]/*' />
    [NativeTypeName("_Bool")]
    public byte dirty_tracking;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.accessed_tracking"]/*' />
    [NativeTypeName("_Bool")]
    public byte accessed_tracking;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.mapped_pages"]/*' />
    [NativeTypeName("size_t")]
    public nuint mapped_pages;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.mapped_bytes"]/*' />
    [NativeTypeName("size_t")]
    public nuint mapped_bytes;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.fault_callback"]/*' />
    [NativeTypeName("memory_fault_callback_fn")]
    public delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> fault_callback;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_reservation_info_t.fault_cookie"]/*' />
    public void* fault_cookie;
}
