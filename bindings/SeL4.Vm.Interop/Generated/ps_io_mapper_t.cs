// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="ps_io_mapper_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct ps_io_mapper_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_mapper_t.cookie"]/*' />
    public void* cookie;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_mapper_t.io_map_fn"]/*' />
    [NativeTypeName("ps_io_map_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, nuint, nuint, int, ps_mem_flags_t, void*> io_map_fn;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_mapper_t.io_unmap_fn"]/*' />
    [NativeTypeName("ps_io_unmap_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, void> io_unmap_fn;
}
