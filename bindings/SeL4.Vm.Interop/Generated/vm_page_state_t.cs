// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_page_state_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum vm_page_state_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_page_state_t.VM_PAGE_CLEAN"]/*' />
    VM_PAGE_CLEAN = 0,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_page_state_t.VM_PAGE_ACCESSED"]/*' />
    VM_PAGE_ACCESSED = 1,

    /// <include file='Documentation.xml' path='doc/member[@name="vm_page_state_t.VM_PAGE_DIRTY"]/*' />
    VM_PAGE_DIRTY = 2,
}
