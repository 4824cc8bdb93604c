// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_unhandled_policy_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_unhandled_policy_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_unhandled_policy_t.VM_UNHANDLED_STOP"]/*' />
    VM_UNHANDLED_STOP,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_unhandled_policy_t.VM_UNHANDLED_ABORT"]/*' />
    VM_UNHANDLED_ABORT,
}
