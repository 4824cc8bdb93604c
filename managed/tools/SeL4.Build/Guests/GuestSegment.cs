// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Guests;

/// <summary>Part of a guest's file, and where it belongs.</summary>
/// <param name="Address">Guest physical address of its first byte.</param>
/// <param name="Offset">Bytes from the file's start.</param>
/// <param name="FileSize">Bytes that the file has of it.</param>
/// <param name="MemorySize">Bytes that it takes in memory, not less than those of the file; the rest is zero.</param>
internal readonly record struct GuestSegment(ulong Address, ulong Offset, ulong FileSize, ulong MemorySize)
{
    public ulong End => Address + MemorySize;

    /// <summary>The file has so many bytes for an address.</summary>
    public bool HasInFile(ulong address, ulong size) =>
        address >= Address && size <= FileSize && address - Address <= FileSize - size;

    public override string ToString() => $"[0x{Address:x}, 0x{End:x})";
}
