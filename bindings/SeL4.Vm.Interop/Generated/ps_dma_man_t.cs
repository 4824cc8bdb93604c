// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct ps_dma_man_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t.cookie"]/*' />
    public void* cookie;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t.dma_alloc_fn"]/*' />
    [NativeTypeName("ps_dma_alloc_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, nuint, int, int, ps_mem_flags_t, void*> dma_alloc_fn;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t.dma_free_fn"]/*' />
    [NativeTypeName("ps_dma_free_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, void> dma_free_fn;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t.dma_pin_fn"]/*' />
    [NativeTypeName("ps_dma_pin_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, nuint> dma_pin_fn;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t.dma_unpin_fn"]/*' />
    [NativeTypeName("ps_dma_unpin_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, void> dma_unpin_fn;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_dma_man_t.dma_cache_op_fn"]/*' />
    [NativeTypeName("ps_dma_cache_op_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, void*, nuint, dma_cache_op_t, void> dma_cache_op_fn;
}
