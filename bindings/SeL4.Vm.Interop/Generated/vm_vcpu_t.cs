// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_vcpu_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.vm"]/*' />
    [NativeTypeName("struct vm *")]
    public vm_t* vm;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.vcpu"]/*' />
    public vka_object_t vcpu;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.tcb"]/*' />
    [NativeTypeName("struct vm_tcb")]
    public vm_tcb tcb;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.vcpu_id"]/*' />
    [NativeTypeName("unsigned int")]
    public uint vcpu_id;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.target_cpu"]/*' />
    public int target_cpu;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.vcpu_online"]/*' />
    [NativeTypeName("_Bool")]
    public byte vcpu_online;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_t.vcpu_arch"]/*' />
    [NativeTypeName("struct vm_vcpu_arch")]
    public vm_vcpu_arch vcpu_arch;
}
