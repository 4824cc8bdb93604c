// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>How a disk likes to be accessed (Virtio 1.2, 5.2.4). All sizes are in bytes.</summary>
public sealed record DiskTopology
{
    /// <summary>The unit that virtio counts disks in, and the smallest block.</summary>
    public const int SectorBytes = 512;

    private const int LargestBlock = 0x1_0000;

    /// <summary>Blocks of 512 bytes, and nothing to say beyond that.</summary>
    public static DiskTopology Default { get; } = new();

    /// <summary>The smallest unit that can be read and written: a power of two from 512 to 64 KiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to another value.</exception>
    public int BlockSize
    {
        get;
        init => field = value is >= SectorBytes and <= LargestBlock && int.IsPow2(value) ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"A block has a power of two of bytes from {SectorBytes} to {LargestBlock}.");
    } = SectorBytes;

    /// <summary>Blocks that the disk writes at once are 2 to the power of this: 3 for 4 KiB in blocks of 512 bytes.</summary>
    public byte PhysicalBlockExponent { get; init; }

    /// <summary>The first block that is aligned to the physical ones.</summary>
    public byte AlignmentOffset { get; init; }

    /// <summary>Blocks that the disk would have a transfer be a multiple of; 0 when it does not matter.</summary>
    public ushort MinimumTransfer { get; init; }

    /// <summary>Blocks of the transfer that is fastest; 0 when it does not matter.</summary>
    public uint OptimalTransfer { get; init; }
}
