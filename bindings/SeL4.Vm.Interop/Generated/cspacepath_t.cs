// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct cspacepath_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.capPtr"]/*' />
    [NativeTypeName("seL4_CPtr")]
    public ulong capPtr;

    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.capDepth"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong capDepth;

    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.root"]/*' />
    [NativeTypeName("seL4_CNode")]
    public ulong root;

    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.dest"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong dest;

    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.destDepth"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong destDepth;

    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.offset"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong offset;

    /// <include file='Documentation.xml' path='doc/member[@name="cspacepath_t.window"]/*' />
    [NativeTypeName("seL4_Word")]
    public ulong window;
}
