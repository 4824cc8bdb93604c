// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_access_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vm_access_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.address"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint address;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.size"]/*' />
    [NativeTypeName("size_t")]
    public nuint size;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.is_write"]/*' />
    [NativeTypeName("_Bool")]
    public byte is_write;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.is_fetch"]/*' />
    [NativeTypeName("_Bool")]
    public byte is_fetch;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.sign_extend"]/*' />
    [NativeTypeName("_Bool")]
    public byte sign_extend;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.reg"]/*' />
    [NativeTypeName("uint8_t")]
    public byte reg;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_access_t.pc"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint pc;
}
