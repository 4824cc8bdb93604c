// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vm_error_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct vm_error_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_t.code"]/*' />
    public vm_error_code_t code;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_t.kernel_error"]/*' />
    public seL4_Error kernel_error;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_t.operation"]/*' />
    [NativeTypeName("const char *")]
    public byte* operation;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_t.address"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint address;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_t.size"]/*' />
    [NativeTypeName("size_t")]
    public nuint size;

    /// <include file='Documentation.xml' path='doc/member[@name="vm_error_t.limit"]/*' />
    [NativeTypeName("uintptr_t")]
    public nuint limit;
}
