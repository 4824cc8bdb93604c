// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_cspace"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_cspace
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_cspace.cspace_obj"]/*' />
    public vka_object_t cspace_obj;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_cspace.cspace_root_data"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong cspace_root_data;
}
