// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="ps_malloc_ops_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct ps_malloc_ops_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="ps_malloc_ops_t.malloc"]/*' />
    [NativeTypeName("ps_malloc_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, nuint, void**, int> malloc;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_malloc_ops_t.calloc"]/*' />
    [NativeTypeName("ps_calloc_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, nuint, nuint, void**, int> calloc;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_malloc_ops_t.free"]/*' />
    [NativeTypeName("ps_free_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, nuint, void*, int> free;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_malloc_ops_t.cookie"]/*' />
    public void* cookie;
}
