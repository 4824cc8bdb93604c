// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Registers of a vCPU's thread, in the order of <c>seL4_UserContext</c>.</summary>
public enum GuestRegister
{
#pragma warning disable CS1591 // The names are those of the architecture.
    ProgramCounter,
    StackPointerEl0,
    ProcessorState,
    X0,
    X1,
    X2,
    X3,
    X4,
    X5,
    X6,
    X7,
    X8,
    X16,
    X17,
    X18,
    X29,
    X30,
    X9,
    X10,
    X11,
    X12,
    X13,
    X14,
    X15,
    X19,
    X20,
    X21,
    X22,
    X23,
    X24,
    X25,
    X26,
    X27,
    X28,
    ThreadPointerEl0,
    ReadOnlyThreadPointerEl0,
#pragma warning restore CS1591
}
