// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="ps_io_ops_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct ps_io_ops_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_ops_t.io_mapper"]/*' />
    public ps_io_mapper_t io_mapper;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_ops_t.io_port_ops"]/*' />
    public ps_io_port_ops_t io_port_ops;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_ops_t.dma_manager"]/*' />
    public ps_dma_man_t dma_manager;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_ops_t.io_fdt"]/*' />
    public ps_io_fdt_t io_fdt;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_ops_t.malloc_ops"]/*' />
    public ps_malloc_ops_t malloc_ops;
}
