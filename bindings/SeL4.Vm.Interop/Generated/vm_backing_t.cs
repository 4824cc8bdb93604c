// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_backing_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_backing_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_backing_t.VM_BACKING_NONE"]/*' />
    VM_BACKING_NONE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_backing_t.VM_BACKING_MAPPED"]/*' />
    VM_BACKING_MAPPED,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_backing_t.VM_BACKING_DEFERRED"]/*' />
    VM_BACKING_DEFERRED,
}
