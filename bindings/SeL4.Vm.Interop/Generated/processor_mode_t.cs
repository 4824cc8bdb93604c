// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum processor_mode_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL3h"]/*' />
    PMODE_EL3h = 0xd,

    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL3t"]/*' />
    PMODE_EL3t = 0xc,

    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL2h"]/*' />
    PMODE_EL2h = 0x9,

    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL2t"]/*' />
    PMODE_EL2t = 0x8,

    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL1h"]/*' />
    PMODE_EL1h = 0x5,

    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL1t"]/*' />
    PMODE_EL1t = 0x4,

    /// <include file='Documentation.xml' path='doc/member[@name="processor_mode_t.PMODE_EL0t"]/*' />
    PMODE_EL0t = 0x0,
}
