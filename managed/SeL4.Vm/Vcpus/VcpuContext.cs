// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;

namespace SeL4.Vm;

/// <summary>All registers of a vCPU's thread, as one value.</summary>
/// <remarks>Maps to <c>seL4_UserContext</c>.</remarks>
[InlineArray(WordCount)]
#pragma warning disable CA1815 // A copy of registers is not compared.
public struct VcpuContext
#pragma warning restore CA1815
{
    internal const int WordCount = 36;

    private ulong _first;

    /// <summary>Program counter.</summary>
    public ulong ProgramCounter
    {
        readonly get => this[(int)GuestRegister.ProgramCounter];
        set => this[(int)GuestRegister.ProgramCounter] = value;
    }

    /// <summary>A register.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public readonly ulong Get(GuestRegister register) => this[(int)register.Checked()];

    /// <summary>Sets a register.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public void Set(GuestRegister register, ulong value) => this[(int)register.Checked()] = value;

    /// <summary>General purpose register x0 to x30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public readonly ulong GetX(int number) => Get(GuestRegisters.X(number));

    /// <summary>Sets general purpose register x0 to x30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public void SetX(int number, ulong value) => Set(GuestRegisters.X(number), value);
}
