// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="dma_cache_op_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum dma_cache_op_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="dma_cache_op_t.DMA_CACHE_OP_CLEAN"]/*' />
    DMA_CACHE_OP_CLEAN,

    /// <include file='Documentation.xml' path='doc/member[@name="dma_cache_op_t.DMA_CACHE_OP_INVALIDATE"]/*' />
    DMA_CACHE_OP_INVALIDATE,

    /// <include file='Documentation.xml' path='doc/member[@name="dma_cache_op_t.DMA_CACHE_OP_CLEAN_INVALIDATE"]/*' />
    DMA_CACHE_OP_CLEAN_INVALIDATE,
}
