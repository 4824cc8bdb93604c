// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_arch_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_arch_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_arch_t.vm_smc_handler"]/*' />
    [NativeTypeName("smc_handler_callback_fn")]
    public delegate* unmanaged[Cdecl]<vm_vcpu_t*, seL4_UserContext*, int> vm_smc_handler;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_arch_t.state"]/*' />
    public vm_arch_state_t* state;
}
