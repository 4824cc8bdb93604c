// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Guests;

/// <summary>
/// The beginning of a guest's parcel, which QEMU puts into memory for the image <c>guest-runner</c>. The build driver writes it and
/// <c>managed/samples/GuestRunner</c> reads it; both compile this file.
/// </summary>
/// <remarks>
/// Behind it come <see cref="PieceCount"/> entries of <see cref="ParcelPiece"/>, then the bytes of each piece, at a multiple of
/// <see cref="Alignment"/>. Everything is little-endian, as both sides are.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct ParcelHeader
{
    /// <summary>
    /// Physical address of the parcel: RAM that a kernel for <c>qemu-arm-virt</c> with EL2 leaves to the root task as
    /// device memory, which is [0x40000000, 0x60000000).
    /// </summary>
    public const ulong Address = 0x5000_0000;

    /// <summary>Bytes from there to the end of that memory.</summary>
    public const ulong LargestSize = 0x1000_0000;

    /// <summary>Bytes of the root task's memory that are not for the guest: the VMM's heap and page tables grow while it runs.</summary>
    public const ulong VmmBytes = 0x100_0000;

    /// <summary><see cref="Magic"/> of every parcel: "SeL4VmG3".</summary>
    public const ulong ExpectedMagic = 0x3347_6d56_344c_6553;

    /// <summary>Of <see cref="Flags"/>: every event of the guest is to be printed.</summary>
    public const uint TraceFlag = 1;

    /// <summary>Pieces begin at multiples of this many bytes, and the parcel ends at one: a line of the data cache.</summary>
    public const ulong Alignment = 64;

    /// <summary><see cref="ExpectedMagic"/>; anything else is no parcel.</summary>
    public ulong Magic;

    /// <summary>Bytes of the whole parcel, at most <see cref="LargestSize"/>.</summary>
    public ulong Size;

    /// <summary>Start of the guest's RAM.</summary>
    public ulong RamStart;

    /// <summary>Bytes of the guest's RAM.</summary>
    public ulong RamSize;

    /// <summary>The guest's first instruction.</summary>
    public ulong Entry;

    /// <summary>Where the guest's device tree is, in its RAM.</summary>
    public ulong DeviceTree;

    /// <summary>Number of vCPUs.</summary>
    public uint Vcpus;

    /// <summary><see cref="TraceFlag"/> or 0.</summary>
    public uint Flags;

    /// <summary>Milliseconds that the guest may run; 0: for ever.</summary>
    public ulong TimeLimit;

    /// <summary>Number of pieces.</summary>
    public ulong PieceCount;
}

/// <summary>A piece of a parcel: bytes for the guest's RAM.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ParcelPiece
{
    /// <summary>Where it belongs in the guest.</summary>
    public ulong Address;

    /// <summary>Where it is in the parcel.</summary>
    public ulong Offset;

    /// <summary>Its bytes.</summary>
    public ulong Size;
}
