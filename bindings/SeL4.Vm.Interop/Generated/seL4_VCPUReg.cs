// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CodeDom.Compiler;

namespace SeL4.Vm.Interop;

/// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg"]/*' />
[NativeTypeName("unsigned long")]
[GeneratedCode("ClangSharp", "22.1.8.0")]
public enum seL4_VCPUReg : ulong
{
    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_SCTLR"]/*' />
    seL4_VCPUReg_SCTLR = 0,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_CPACR"]/*' />
    seL4_VCPUReg_CPACR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPURegSaveRange_start"]/*' />
    seL4_VCPURegSaveRange_start,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_TTBR0"]/*' />
    seL4_VCPUReg_TTBR0 = seL4_VCPURegSaveRange_start,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_TTBR1"]/*' />
    seL4_VCPUReg_TTBR1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_TCR"]/*' />
    seL4_VCPUReg_TCR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_MAIR"]/*' />
    seL4_VCPUReg_MAIR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_AMAIR"]/*' />
    seL4_VCPUReg_AMAIR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_CIDR"]/*' />
    seL4_VCPUReg_CIDR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_ACTLR"]/*' />
    seL4_VCPUReg_ACTLR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_AFSR0"]/*' />
    seL4_VCPUReg_AFSR0,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_AFSR1"]/*' />
    seL4_VCPUReg_AFSR1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_ESR"]/*' />
    seL4_VCPUReg_ESR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_FAR"]/*' />
    seL4_VCPUReg_FAR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_PAR"]/*' />
    seL4_VCPUReg_PAR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_VBAR"]/*' />
    seL4_VCPUReg_VBAR,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_TPIDR_EL1"]/*' />
    seL4_VCPUReg_TPIDR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_VMPIDR_EL2"]/*' />
    seL4_VCPUReg_VMPIDR_EL2,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_SP_EL1"]/*' />
    seL4_VCPUReg_SP_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_ELR_EL1"]/*' />
    seL4_VCPUReg_ELR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_SPSR_EL1"]/*' />
    seL4_VCPUReg_SPSR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPURegSaveRange_end"]/*' />
    seL4_VCPURegSaveRange_end = seL4_VCPUReg_SPSR_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_CNTV_CTL"]/*' />
    seL4_VCPUReg_CNTV_CTL,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_CNTV_CVAL"]/*' />
    seL4_VCPUReg_CNTV_CVAL,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_CNTVOFF"]/*' />
    seL4_VCPUReg_CNTVOFF,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_CNTKCTL_EL1"]/*' />
    seL4_VCPUReg_CNTKCTL_EL1,

    /// <include file='Documentation.xml' path='doc/member[@name="seL4_VCPUReg.seL4_VCPUReg_Num"]/*' />
    seL4_VCPUReg_Num,
}
