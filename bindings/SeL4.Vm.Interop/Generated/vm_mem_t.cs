// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_mem_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.vm_vspace"]/*' />
    public vspace_t vm_vspace;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.vm_vspace_root"]/*' />
    public vka_object_t vm_vspace_root;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.vmm_vspace"]/*' />
    public vspace_t vmm_vspace;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.num_ram_regions"]/*' />
    public int num_ram_regions;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.ram_regions"]/*' />
    [NativeTypeName("struct vm_ram_region *")]
    public vm_ram_region_t* ram_regions;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.reservation_cookie"]/*' />
    public vm_memory_reservation_cookie_t* reservation_cookie;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.unhandled_mem_fault_handler"]/*' />
    [NativeTypeName("unhandled_mem_fault_callback_fn")]
    public delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> unhandled_mem_fault_handler;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.unhandled_mem_fault_cookie"]/*' />
    public void* unhandled_mem_fault_cookie;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.clean_cache"]/*' />
    public int clean_cache;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_mem_t.map_one_to_one"]/*' />
    public int map_one_to_one;
}
