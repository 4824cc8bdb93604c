// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="ps_mem_flags_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum ps_mem_flags_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="ps_mem_flags_t.PS_MEM_NORMAL"]/*' />
    PS_MEM_NORMAL,

    /// <include file='Documentation.xml' path='doc/member[@name="ps_mem_flags_t.PS_MEM_HR"]/*' />
    PS_MEM_HR,

    /// <include file='Documentation.xml' path='doc/member[@name="ps_mem_flags_t.PS_MEM_HW"]/*' />
    PS_MEM_HW,
}
