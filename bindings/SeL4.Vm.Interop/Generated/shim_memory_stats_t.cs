// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public partial struct shim_memory_stats_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t.free_bytes"]/*' />
    [NativeTypeName("size_t")]
    public nuint free_bytes;

    /// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t.used_bytes"]/*' />
    [NativeTypeName("size_t")]
    public nuint used_bytes;

    /// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t.device_bytes"]/*' />
    [NativeTypeName("size_t")]
    public nuint device_bytes;

    /// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t.live_objects"]/*' />
    [NativeTypeName("size_t")]
    public nuint live_objects;

    /// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t.free_slots"]/*' />
    [NativeTypeName("size_t")]
    public nuint free_slots;

    /// <include file='Documentation.xml' path='doc/member[@name="shim_memory_stats_t.live_tables"]/*' />
    [NativeTypeName("size_t")]
    public nuint live_tables;
}
