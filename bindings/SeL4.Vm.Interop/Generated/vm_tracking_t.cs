// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_tracking_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_tracking_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_tracking_t.VM_TRACK_NONE"]/*' />
    VM_TRACK_NONE,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_tracking_t.VM_TRACK_DIRTY"]/*' />
    VM_TRACK_DIRTY,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_tracking_t.VM_TRACK_ACCESSED"]/*' />
    VM_TRACK_ACCESSED,
}
