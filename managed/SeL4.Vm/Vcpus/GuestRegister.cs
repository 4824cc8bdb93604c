// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>
/// Registers of a vCPU's thread, in the order of <c>seL4_UserContext</c>. Sections are those of Arm DDI 0487; the general purpose registers
/// are described in B1.2.1. <see cref="GuestRegisters.X"/> finds them by number.
/// </summary>
public enum GuestRegister
{
    /// <summary>Program counter, PC.</summary>
    ProgramCounter,

    /// <summary>Stack pointer of EL0, SP_EL0.</summary>
    StackPointerEl0,

    /// <summary>Processor state, PSTATE in the form of SPSR_EL1 (C5.2).</summary>
    ProcessorState,

    /// <summary>General purpose register x0.</summary>
    X0,

    /// <summary>General purpose register x1.</summary>
    X1,

    /// <summary>General purpose register x2.</summary>
    X2,

    /// <summary>General purpose register x3.</summary>
    X3,

    /// <summary>General purpose register x4.</summary>
    X4,

    /// <summary>General purpose register x5.</summary>
    X5,

    /// <summary>General purpose register x6.</summary>
    X6,

    /// <summary>General purpose register x7.</summary>
    X7,

    /// <summary>General purpose register x8.</summary>
    X8,

    /// <summary>General purpose register x16.</summary>
    X16,

    /// <summary>General purpose register x17.</summary>
    X17,

    /// <summary>General purpose register x18.</summary>
    X18,

    /// <summary>General purpose register x29, by convention the frame pointer.</summary>
    X29,

    /// <summary>General purpose register x30, the link register.</summary>
    X30,

    /// <summary>General purpose register x9.</summary>
    X9,

    /// <summary>General purpose register x10.</summary>
    X10,

    /// <summary>General purpose register x11.</summary>
    X11,

    /// <summary>General purpose register x12.</summary>
    X12,

    /// <summary>General purpose register x13.</summary>
    X13,

    /// <summary>General purpose register x14.</summary>
    X14,

    /// <summary>General purpose register x15.</summary>
    X15,

    /// <summary>General purpose register x19.</summary>
    X19,

    /// <summary>General purpose register x20.</summary>
    X20,

    /// <summary>General purpose register x21.</summary>
    X21,

    /// <summary>General purpose register x22.</summary>
    X22,

    /// <summary>General purpose register x23.</summary>
    X23,

    /// <summary>General purpose register x24.</summary>
    X24,

    /// <summary>General purpose register x25.</summary>
    X25,

    /// <summary>General purpose register x26.</summary>
    X26,

    /// <summary>General purpose register x27.</summary>
    X27,

    /// <summary>General purpose register x28.</summary>
    X28,

    /// <summary>Software thread ID register of EL0, TPIDR_EL0 (D17.2).</summary>
    ThreadPointerEl0,

    /// <summary>Software thread ID register that EL0 can only read, TPIDRRO_EL0 (D17.2).</summary>
    ReadOnlyThreadPointerEl0,
}

/// <summary>Numbers of general purpose registers.</summary>
public static class GuestRegisters
{
    /// <summary>The register that instructions call x<paramref name="number"/>.</summary>
    /// <param name="number">0 to 30.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public static GuestRegister X(int number) => number switch
    {
        >= 0 and <= 8 => GuestRegister.X0 + number,
        >= 9 and <= 15 => GuestRegister.X9 + (number - 9),
        >= 16 and <= 18 => GuestRegister.X16 + (number - 16),
        >= 19 and <= 28 => GuestRegister.X19 + (number - 19),
        29 or 30 => GuestRegister.X29 + (number - 29),
        _ => throw new ArgumentOutOfRangeException(nameof(number), number, "General purpose registers are x0 to x30."),
    };

    internal static GuestRegister Checked(this GuestRegister register) =>
        register is >= GuestRegister.ProgramCounter and <= GuestRegister.ReadOnlyThreadPointerEl0
            ? register
            : throw new ArgumentOutOfRangeException(nameof(register), register, "There is no such register.");
}
