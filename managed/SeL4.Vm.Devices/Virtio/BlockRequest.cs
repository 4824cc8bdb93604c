// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>What a driver asks of a block device (Virtio 1.2, 5.2.6): type, place and amount, checked against the disk.</summary>
/// <param name="Type">The command.</param>
/// <param name="Offset">Bytes from the disk's start.</param>
/// <param name="Length">Bytes of the disk.</param>
/// <param name="Status">What the answer is, if there is nothing to do for it.</param>
/// <param name="MayDiscard">Where zeroes are written, the disk may give back what is behind them.</param>
internal readonly record struct BlockRequest(BlockCommand Type, long Offset, long Length, BlockStatus Status, bool MayDiscard = false)
{
    /// <summary>Bytes of the header in front of the data.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Bytes of the device's name (5.2.6, VIRTIO_BLK_T_GET_ID).</summary>
    public const int NameBytes = 20;

    /// <summary>Most sectors of one command that discards or writes zeroes, 16 MiB: it is one piece of work.</summary>
    public const uint MostRangeSectors = 0x8000;

    private const int SectorBytes = DiskTopology.SectorBytes;
    private const int RangeBytes = 16;
    private const uint Unmap = 1;

    /// <summary>The command changes the disk.</summary>
    public bool IsChange => Type is BlockCommand.Write or BlockCommand.Discard or BlockCommand.WriteZeroes;

    /// <summary>Bytes that go between the disk and the guest's buffers.</summary>
    public long TransferBytes => Type is BlockCommand.Read or BlockCommand.Write ? Length : 0;

    /// <summary>Reads a request.</summary>
    /// <param name="chain">Its buffers, in which the parts may be cut anywhere (2.7.4).</param>
    /// <param name="disk">The disk.</param>
    /// <param name="features">What was negotiated.</param>
    /// <exception cref="VirtioProtocolException">There is no room for a header, or for an answer.</exception>
    public static BlockRequest Read(VirtioChain chain, IDisk disk, ulong features)
    {
        if (chain.ReadableBytes < HeaderBytes || chain.WritableBytes == 0)
        {
            throw new VirtioProtocolException(
                $"A block request of {chain.ReadableBytes} bytes with {chain.WritableBytes} for the answer; it has {HeaderBytes} and 1 at least.");
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        chain.Read(0, header);
        var type = (BlockCommand)BinaryPrimitives.ReadUInt32LittleEndian(header);
        ulong sector = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        ulong written = chain.ReadableBytes - HeaderBytes;
        ulong read = chain.WritableBytes - 1;
        return type switch
        {
            BlockCommand.Read => Transfer(type, sector, read, disk),
            BlockCommand.Write => disk.IsReadOnly ? Failed(type) : Transfer(type, sector, written, disk),
            BlockCommand.Flush => new(type, 0, 0, BlockStatus.Ok),
            BlockCommand.GetName => new(type, 0, 0, read == NameBytes ? BlockStatus.Ok : BlockStatus.Failed),
            BlockCommand.Discard or BlockCommand.WriteZeroes => ReadRange(type, chain, disk, features),
            _ => new(type, 0, 0, BlockStatus.Unsupported),
        };
    }

    private static BlockRequest Failed(BlockCommand type) => new(type, 0, 0, BlockStatus.Failed);

    private static BlockRequest Transfer(BlockCommand type, ulong sector, ulong bytes, IDisk disk, bool mayDiscard = false)
    {
        ulong sectors = (ulong)disk.Length / SectorBytes;
        bool fits = sector <= sectors && bytes <= (sectors - sector) * SectorBytes;
        ulong block = (ulong)disk.Topology.BlockSize;
        return fits && bytes % block == 0 && sector * SectorBytes % block == 0
            ? new(type, (long)sector * SectorBytes, (long)bytes, BlockStatus.Ok, mayDiscard)
            : Failed(type);
    }

    // One segment, since max_discard_seg and max_write_zeroes_seg are 1.
    private static BlockRequest ReadRange(BlockCommand type, VirtioChain chain, IDisk disk, ulong features)
    {
        ulong needed = type == BlockCommand.Discard ? VirtioBlock.DiscardFeature : VirtioBlock.WriteZeroesFeature;
        if (disk.IsReadOnly)
        {
            return Failed(type);
        }

        if ((features & needed) == 0)
        {
            return new(type, 0, 0, BlockStatus.Unsupported);
        }

        if (chain.ReadableBytes != HeaderBytes + RangeBytes)
        {
            return Failed(type);
        }

        Span<byte> range = stackalloc byte[RangeBytes];
        chain.Read(HeaderBytes, range);
        uint sectors = BinaryPrimitives.ReadUInt32LittleEndian(range[8..]);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(range[12..]);

        // 5.2.6.2: an unknown flag, and the one to unmap what is discarded, are not supported.
        if ((flags & ~(type == BlockCommand.WriteZeroes ? Unmap : 0)) != 0)
        {
            return new(type, 0, 0, BlockStatus.Unsupported);
        }

        return sectors <= MostRangeSectors
            ? Transfer(type, BinaryPrimitives.ReadUInt64LittleEndian(range), sectors * (ulong)SectorBytes, disk, (flags & Unmap) != 0)
            : Failed(type);
    }
}

/// <summary>Commands (5.2.6).</summary>
internal enum BlockCommand : uint
{
    Read = 0,
    Write = 1,
    Flush = 4,
    GetName = 8,
    Discard = 11,
    WriteZeroes = 13,
}

/// <summary>Answers (5.2.6).</summary>
internal enum BlockStatus : byte
{
    Ok = 0,
    Failed = 1,
    Unsupported = 2,
}
