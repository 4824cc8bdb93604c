// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Guests;

/// <summary>
/// What the image <c>soak</c> is to do, which QEMU puts into memory where a <see cref="ParcelHeader"/> would be. The build driver writes
/// it and <c>managed/tests/target/SoakSuite</c> reads it; both compile this file.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SoakOrder
{
    /// <summary><see cref="Magic"/> of every order: "SeL4Soak".</summary>
    public const ulong ExpectedMagic = 0x6b61_6f53_344c_6553;

    /// <summary><see cref="ExpectedMagic"/>; anything else is no order.</summary>
    public ulong Magic;

    /// <summary>Seed of the first guest; each further one has the next.</summary>
    public ulong Seed;

    /// <summary>How long guests are run.</summary>
    public ulong Milliseconds;

    /// <summary>1: the kernel keeps every system register to its guest. 0: some registers would stop the root task.</summary>
    public ulong EveryRegister;
}
