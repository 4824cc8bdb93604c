// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="ps_io_port_ops_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct ps_io_port_ops_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_port_ops_t.cookie"]/*' />
    public void* cookie;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_port_ops_t.io_port_in_fn"]/*' />
    [NativeTypeName("ps_io_port_in_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, uint, int, uint*, int> io_port_in_fn;

    /// <include file='Documentation.xml' path='doc/member[@name="ps_io_port_ops_t.io_port_out_fn"]/*' />
    [NativeTypeName("ps_io_port_out_fn_t")]
    public delegate* unmanaged[Cdecl]<void*, uint, int, uint, int> io_port_out_fn;
}
