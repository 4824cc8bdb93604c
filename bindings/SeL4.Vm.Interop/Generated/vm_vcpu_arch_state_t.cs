// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_vcpu_arch_state_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_vcpu_arch_state_t
{
}
