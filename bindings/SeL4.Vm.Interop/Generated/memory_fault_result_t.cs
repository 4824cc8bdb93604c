// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="memory_fault_result_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum memory_fault_result_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="memory_fault_result_t.FAULT_HANDLED"]/*' />
    FAULT_HANDLED,

    /// <include file='Documentation.xml' path='doc/member[@name="memory_fault_result_t.FAULT_UNHANDLED"]/*' />
    FAULT_UNHANDLED,

    /// <include file='Documentation.xml' path='doc/member[@name="memory_fault_result_t.FAULT_RESTART"]/*' />
    FAULT_RESTART,

    /// <include file='Documentation.xml' path='doc/member[@name="memory_fault_result_t.FAULT_IGNORE"]/*' />
    FAULT_IGNORE,

    /// <include file='Documentation.xml' path='doc/member[@name="memory_fault_result_t.FAULT_ERROR"]/*' />
    FAULT_ERROR,
}
