// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vspace_new_pages_config_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vspace_new_pages_config_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vspace_new_pages_config_t.vaddr"]/*' />
    public void* vaddr;

    /// <include file='Documentation.xml' path='doc/member[@name="vspace_new_pages_config_t.num_pages"]/*' />
    [NativeTypeName("size_t")]
    public nuint num_pages;

    /// <include file='Documentation.xml' path='doc/member[@name="vspace_new_pages_config_t.size_bits"]/*' />
    [NativeTypeName("size_t")]
    public nuint size_bits;

    /// <include file='Documentation.xml' path='doc/member[@name="vspace_new_pages_config_t.can_use_dev"]/*' />
    [NativeTypeName("_Bool")]
    public byte can_use_dev;
}
