// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="reservation_t"]/*' />
[GeneratedCode("ClangSharp", "22.1.8.0")]
public unsafe partial struct reservation_t
{
    /// <include file='Documentation.xml' path='doc/member[@name="reservation_t.res"]/*' />
    public void* res;
}
