// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>System registers of a vCPU. Sections are those of Arm DDI 0487.</summary>
/// <remarks>
/// Maps to <c>shim_system_register_t</c>. The kernel's own numbers differ between versions of seL4; the native library knows those of the
/// kernel that it was built for.
/// </remarks>
public enum SystemRegister
{
    /// <summary>System control: MMU, caches, alignment checks, endianness. SCTLR_EL1 (D17.2).</summary>
    SctlrEl1,

    /// <summary>Control of access to floating point, SIMD and SVE. CPACR_EL1 (D17.2).</summary>
    CpacrEl1,

    /// <summary>Base of the translation table for the lower addresses. TTBR0_EL1 (D17.2).</summary>
    Ttbr0El1,

    /// <summary>Base of the translation table for the upper addresses. TTBR1_EL1 (D17.2).</summary>
    Ttbr1El1,

    /// <summary>Control of stage 1 translation. TCR_EL1 (D17.2).</summary>
    TcrEl1,

    /// <summary>Memory attributes that translation tables refer to. MAIR_EL1 (D17.2).</summary>
    MairEl1,

    /// <summary>Memory attributes that the implementation defines. AMAIR_EL1 (D17.2).</summary>
    AmairEl1,

    /// <summary>Identifier of the process, for debug and trace. CONTEXTIDR_EL1 (D17.2).</summary>
    ContextidrEl1,

    /// <summary>Controls that the implementation defines. ACTLR_EL1 (D17.2).</summary>
    ActlrEl1,

    /// <summary>Fault status that the implementation defines, the first of two. AFSR0_EL1 (D17.2).</summary>
    Afsr0El1,

    /// <summary>Fault status that the implementation defines, the second of two. AFSR1_EL1 (D17.2).</summary>
    Afsr1El1,

    /// <summary>Syndrome of the last exception that EL1 took. ESR_EL1 (D17.2).</summary>
    EsrEl1,

    /// <summary>Address of the last fault that EL1 took. FAR_EL1 (D17.2).</summary>
    FarEl1,

    /// <summary>Result of an address translation instruction. PAR_EL1 (D17.2).</summary>
    ParEl1,

    /// <summary>Base of the exception vectors of EL1. VBAR_EL1 (D17.2).</summary>
    VbarEl1,

    /// <summary>Software thread ID register of EL1. TPIDR_EL1 (D17.2).</summary>
    TpidrEl1,

    /// <summary>What the guest reads as MPIDR_EL1, its affinity. VMPIDR_EL2 (D17.2).</summary>
    VmpidrEl2,

    /// <summary>Stack pointer of EL1. SP_EL1 (C5.2).</summary>
    SpEl1,

    /// <summary>Where an exception return from EL1 goes. ELR_EL1 (C5.2).</summary>
    ElrEl1,

    /// <summary>Processor state that an exception return from EL1 restores. SPSR_EL1 (C5.2).</summary>
    SpsrEl1,

    /// <summary>Control of the virtual timer. CNTV_CTL_EL0 (D17.11).</summary>
    CntvCtlEl0,

    /// <summary>Count at which the virtual timer fires. CNTV_CVAL_EL0 (D17.11).</summary>
    CntvCvalEl0,

    /// <summary>What the virtual count lies behind the physical one. CNTVOFF_EL2 (D17.11).</summary>
    CntvoffEl2,

    /// <summary>Access of EL0 to counters and timers, and the event stream. CNTKCTL_EL1 (D17.11).</summary>
    CntkctlEl1,
}

/// <summary>Numbers of system registers in the kernel's API.</summary>
internal static class SystemRegisters
{
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    internal static ulong KernelNumber(this SystemRegister register) =>
        register is >= SystemRegister.SctlrEl1 and <= SystemRegister.CntkctlEl1
            ? ShimVcpuNative.shim_vcpu_register((uint)register)
            : throw new ArgumentOutOfRangeException(nameof(register), register, "There is no such register.");
}
