// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="vka_object_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct vka_object_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="vka_object_t.cptr"]/*' />
    [NativeTypeName("seL4_CPtr")]
    public ulong cptr;

    /// <include file='Documentation.xml' path='doc/member[@name="vka_object_t.ut"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong ut;

    /// <include file='Documentation.xml' path='doc/member[@name="vka_object_t.type"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong type;

    /// <include file='Documentation.xml' path='doc/member[@name="vka_object_t.size_bits"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong size_bits;
}
