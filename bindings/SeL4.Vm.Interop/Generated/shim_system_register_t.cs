// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t"]/*' />
[NativeTypeName("unsigned int")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum shim_system_register_t : uint
{
    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_SCTLR_EL1"]/*' />
    SHIM_SCTLR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_CPACR_EL1"]/*' />
    SHIM_CPACR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_TTBR0_EL1"]/*' />
    SHIM_TTBR0_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_TTBR1_EL1"]/*' />
    SHIM_TTBR1_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_TCR_EL1"]/*' />
    SHIM_TCR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_MAIR_EL1"]/*' />
    SHIM_MAIR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_AMAIR_EL1"]/*' />
    SHIM_AMAIR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_CONTEXTIDR_EL1"]/*' />
    SHIM_CONTEXTIDR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_ACTLR_EL1"]/*' />
    SHIM_ACTLR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_AFSR0_EL1"]/*' />
    SHIM_AFSR0_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_AFSR1_EL1"]/*' />
    SHIM_AFSR1_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_ESR_EL1"]/*' />
    SHIM_ESR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_FAR_EL1"]/*' />
    SHIM_FAR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_PAR_EL1"]/*' />
    SHIM_PAR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_VBAR_EL1"]/*' />
    SHIM_VBAR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_TPIDR_EL1"]/*' />
    SHIM_TPIDR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_VMPIDR_EL2"]/*' />
    SHIM_VMPIDR_EL2,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_SP_EL1"]/*' />
    SHIM_SP_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_ELR_EL1"]/*' />
    SHIM_ELR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_SPSR_EL1"]/*' />
    SHIM_SPSR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_CNTV_CTL_EL0"]/*' />
    SHIM_CNTV_CTL_EL0,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_CNTV_CVAL_EL0"]/*' />
    SHIM_CNTV_CVAL_EL0,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_CNTVOFF_EL2"]/*' />
    SHIM_CNTVOFF_EL2,

    /// <include file='Documentation.xml' path='doc/member[@name="shim_system_register_t.SHIM_CNTKCTL_EL1"]/*' />
    SHIM_CNTKCTL_EL1,
}
