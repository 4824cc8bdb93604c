// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>What a block device tells its driver: struct virtio_blk_config (Virtio 1.2, 5.2.4).</summary>
internal static class BlockConfiguration
{
    /// <summary>Bytes of the longest transfer that a driver may ask for.</summary>
    public const ulong LargestTransfer = MostSegments * (ulong)LargestSegment;

    // A request's header and answer have a descriptor each.
    private const uint MostSegments = VirtioQueue.MaxSize - 2;
    private const uint LargestSegment = 0x1_0000;
    private const int Bytes = 60;

    /// <summary>Describes a disk.</summary>
    public static byte[] Of(IDisk disk)
    {
        byte[] configuration = new byte[Bytes];
        Span<byte> fields = configuration;
        DiskTopology topology = disk.Topology;
        int blockSectors = topology.BlockSize / DiskTopology.SectorBytes;
        BinaryPrimitives.WriteInt64LittleEndian(fields, disk.Length / DiskTopology.SectorBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[8..], LargestSegment);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[12..], MostSegments);
        BinaryPrimitives.WriteInt32LittleEndian(fields[20..], topology.BlockSize);
        fields[24] = topology.PhysicalBlockExponent;
        fields[25] = topology.AlignmentOffset;
        BinaryPrimitives.WriteUInt16LittleEndian(fields[26..], topology.MinimumTransfer);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[28..], topology.OptimalTransfer);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[36..], BlockRequest.MostRangeSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[40..], 1); // segments to discard
        BinaryPrimitives.WriteInt32LittleEndian(fields[44..], blockSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[48..], BlockRequest.MostRangeSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[52..], 1); // segments of zeroes
        fields[56] = disk.CanDiscard ? (byte)1 : (byte)0; // writing zeroes may give memory back
        return configuration;
    }
}
