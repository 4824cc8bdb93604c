// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_arch"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_vcpu_arch
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_arch.fault"]/*' />
    public fault_t* fault;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_arch.unhandled_vcpu_callback"]/*' />
    [NativeTypeName("unhandled_vcpu_fault_callback_fn")]
    public delegate* unmanaged[Cdecl]<vm_vcpu_t*, uint, void*, int> unhandled_vcpu_callback;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_arch.unhandled_vcpu_callback_cookie"]/*' />
    public void* unhandled_vcpu_callback_cookie;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_arch.state"]/*' />
    public vm_vcpu_arch_state_t* state;
}
