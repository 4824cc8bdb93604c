// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_stop_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_stop_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_t.reason"]/*' />
    public vm_stop_reason_t reason;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_t.vcpu_id"]/*' />
    public int vcpu_id;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_t.pc"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint pc;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_t.address"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint address;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_stop_t.value"]/*' />
    [NativeTypeName("uint64_t")]
    public ulong value;
}
