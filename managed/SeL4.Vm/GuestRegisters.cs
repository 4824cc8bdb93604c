// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

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
