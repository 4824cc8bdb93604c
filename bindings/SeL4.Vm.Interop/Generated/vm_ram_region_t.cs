// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_ram_region_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_ram_region_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_ram_region_t.start"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint start;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_ram_region_t.size"]/*' />
    [NativeTypeName("size_t")]
    public nuint size;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_ram_region_t.allocated"]/*' />
    public int allocated;
}
