// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;
using System.Runtime.InteropServices;

namespace SeL4.Vm.Interop;

[GeneratedCode("ClangSharp", "22.1.8.0")]
public static unsafe partial class IoNative
{
    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_io_map"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* ps_io_map([NativeTypeName("const ps_io_mapper_t *")] ps_io_mapper_t* io_mapper, [NativeTypeName("uintptr_t")] nuint paddr, [NativeTypeName("size_t")] nuint size, int cached, ps_mem_flags_t flags);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_io_unmap"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_io_unmap([NativeTypeName("const ps_io_mapper_t *")] ps_io_mapper_t* io_mapper, void* vaddr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_io_port_in"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int ps_io_port_in([NativeTypeName("const ps_io_port_ops_t *")] ps_io_port_ops_t* port_ops, [NativeTypeName("uint32_t")] uint port, int io_size, [NativeTypeName("uint32_t *")] uint* result);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_io_port_out"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int ps_io_port_out([NativeTypeName("const ps_io_port_ops_t *")] ps_io_port_ops_t* port_ops, [NativeTypeName("uint32_t")] uint port, int io_size, [NativeTypeName("uint32_t")] uint val);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_alloc"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void* ps_dma_alloc([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, [NativeTypeName("size_t")] nuint size, int align, int cached, ps_mem_flags_t flags);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_free"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_dma_free([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_pin"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("uintptr_t")]
    public static extern nuint ps_dma_pin([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_unpin"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_dma_unpin([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_cache_op"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_dma_cache_op([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size, dma_cache_op_t op);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_cache_clean"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_dma_cache_clean([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_cache_invalidate"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_dma_cache_invalidate([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_dma_cache_clean_invalidate"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern void ps_dma_cache_clean_invalidate([NativeTypeName("const ps_dma_man_t *")] ps_dma_man_t* dma_man, void* addr, [NativeTypeName("size_t")] nuint size);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_malloc"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int ps_malloc([NativeTypeName("const ps_malloc_ops_t *")] ps_malloc_ops_t* ops, [NativeTypeName("size_t")] nuint size, void** ptr);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_calloc"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int ps_calloc([NativeTypeName("const ps_malloc_ops_t *")] ps_malloc_ops_t* ops, [NativeTypeName("size_t")] nuint nmemb, [NativeTypeName("size_t")] nuint size, void** ptr);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_free"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int ps_free([NativeTypeName("const ps_malloc_ops_t *")] ps_malloc_ops_t* ops, [NativeTypeName("size_t")] nuint size, void* ptr);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_new_stdlib_malloc_ops"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    public static extern int ps_new_stdlib_malloc_ops(ps_malloc_ops_t* ops);

    /// <include file='Documentation.xml' path='doc/member[@name="IoNative.ps_io_fdt_get"]/*' />
    [DllImport("sel4vm", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    [return: NativeTypeName("char *")]
    public static extern byte* ps_io_fdt_get([NativeTypeName("const ps_io_fdt_t *")] ps_io_fdt_t* io_fdt);
}
