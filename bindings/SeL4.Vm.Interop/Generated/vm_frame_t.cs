// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_frame_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_frame_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_frame_t.cptr"]/*' />
    [NativeTypeName("seL4_CPtr")]
    public ulong cptr;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_frame_t.rights"]/*' />
    public seL4_CapRights_t rights;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_frame_t.vaddr"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint vaddr;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_frame_t.size_bits"]/*' />
    [NativeTypeName("size_t")]
    public nuint size_bits;
}
