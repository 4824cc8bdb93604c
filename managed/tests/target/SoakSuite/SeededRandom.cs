// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.SoakSuite;

/// <summary>Numbers that a seed determines, in every version of .NET: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9e37_79b9_7f4a_7c15;
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }

    /// <summary>32 random bits.</summary>
    public uint NextWord() => (uint)(Next() >> 32);

    /// <summary>A number below a limit.</summary>
    public uint Below(uint limit) => (uint)(((ulong)NextWord() * limit) >> 32);

    /// <summary>One of some.</summary>
    public T Of<T>(ReadOnlySpan<T> some) => some[(int)Below((uint)some.Length)];
}
