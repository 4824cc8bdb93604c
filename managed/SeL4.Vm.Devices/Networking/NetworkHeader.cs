// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>struct virtio_net_hdr, in front of each frame (Virtio 1.2, 5.1.6): what is still to be done for it.</summary>
internal static class NetworkHeader
{
    /// <summary>Bytes, with the number of buffers at the end.</summary>
    public const int Bytes = 12;

    private const byte NeedsChecksum = 1;
    private const int SegmentationOffset = 1;
    private const int StartOffset = 6;
    private const int ChecksumOffset = 8;
    private const int BuffersOffset = 10;

    /// <summary>Reads what a driver asks for.</summary>
    /// <param name="bytes">Header and frame, whose own header is there.</param>
    /// <param name="hasChecksum">The driver may leave checksums to the device.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>It is nothing that was not negotiated, and the checksum lies in the frame. Segmentation is never offered.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool hasChecksum, out EthernetFrame frame)
    {
        ReadOnlySpan<byte> contents = bytes[Bytes..];
        int start = BinaryPrimitives.ReadUInt16LittleEndian(bytes[StartOffset..]);
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ChecksumOffset..]);
        bool needsChecksum = (bytes[0] & NeedsChecksum) != 0;
        bool isSound = bytes[SegmentationOffset] == 0
            && (!needsChecksum || (hasChecksum && EthernetFrame.HasPlace(contents.Length, start, offset)));
        frame = isSound && needsChecksum ? new EthernetFrame(contents, start, offset) : new EthernetFrame(contents);
        return isSound;
    }

    /// <summary>Writes what the driver has to know.</summary>
    /// <param name="header">Where it goes.</param>
    /// <param name="needsChecksum">The checksum is left to the guest.</param>
    /// <param name="start">Where what it covers begins.</param>
    /// <param name="offset">Where it is from there on.</param>
    /// <param name="buffers">Buffers that the frame takes.</param>
    public static void Write(Span<byte> header, bool needsChecksum, int start, int offset, int buffers)
    {
        header[..Bytes].Clear();
        if (needsChecksum)
        {
            header[0] = NeedsChecksum;
            BinaryPrimitives.WriteUInt16LittleEndian(header[StartOffset..], (ushort)start);
            BinaryPrimitives.WriteUInt16LittleEndian(header[ChecksumOffset..], (ushort)offset);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(header[BuffersOffset..], (ushort)buffers);
    }

    /// <summary>A buffer has room for the header.</summary>
    /// <exception cref="VirtioProtocolException">It has not.</exception>
    public static void Require(ulong bytes)
    {
        if (bytes < Bytes)
        {
            throw new VirtioProtocolException($"A buffer of {bytes} bytes in a queue of frames; the header has {Bytes}.");
        }
    }
}
