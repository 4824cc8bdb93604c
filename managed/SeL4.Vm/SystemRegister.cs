// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>System registers of a vCPU.</summary>
/// <remarks>Maps to <c>seL4_VCPUReg</c>.</remarks>
public enum SystemRegister
{
#pragma warning disable CS1591 // The names are those of the architecture.
    SctlrEl1,
    CpacrEl1,
    Ttbr0El1,
    Ttbr1El1,
    TcrEl1,
    MairEl1,
    AmairEl1,
    ContextidrEl1,
    ActlrEl1,
    Afsr0El1,
    Afsr1El1,
    EsrEl1,
    FarEl1,
    ParEl1,
    VbarEl1,
    TpidrEl1,
    VmpidrEl2,
    SpEl1,
    ElrEl1,
    SpsrEl1,
    CntvCtlEl0,
    CntvCvalEl0,
    CntvoffEl2,
    CntkctlEl1,
#pragma warning restore CS1591
}
