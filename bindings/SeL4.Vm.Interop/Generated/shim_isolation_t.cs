// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="shim_isolation_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum shim_isolation_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="shim_isolation_t.SHIM_ISOLATES_DEBUG"]/*' />
    SHIM_ISOLATES_DEBUG = 1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_isolation_t.SHIM_ISOLATES_TIMER"]/*' />
    SHIM_ISOLATES_TIMER = 2,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_isolation_t.SHIM_ISOLATES_MONITORS"]/*' />
    SHIM_ISOLATES_MONITORS = 4,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_isolation_t.SHIM_ISOLATES_VALUES"]/*' />
    SHIM_ISOLATES_VALUES = 8,
}
