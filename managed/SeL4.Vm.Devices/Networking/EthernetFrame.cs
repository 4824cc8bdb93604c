// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>
/// An Ethernet frame on its way, without the frame check sequence. It has a whole header at least. A sender may leave the checksum of
/// its contents to whoever sends the frame out of the machine: <see cref="CopyTo"/> adds it.
/// </summary>
public readonly ref struct EthernetFrame
{
    /// <summary>Bytes of the header: two addresses and the type.</summary>
    public const int HeaderBytes = 14;

    /// <summary>Bytes of a VLAN tag, which a frame may have beyond its header (IEEE 802.1Q).</summary>
    public const int TagBytes = 4;

    private const int ChecksumBytes = 2;

    /// <summary>A frame that is complete.</summary>
    /// <param name="bytes">The frame from its destination on, 14 bytes at least.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public EthernetFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
        {
            throw new ArgumentException($"A frame of {bytes.Length} bytes; the header has {HeaderBytes}.", nameof(bytes));
        }

        Bytes = bytes;
    }

    /// <summary>A frame whose checksum is still to be added.</summary>
    /// <param name="bytes">The frame from its destination on, 14 bytes at least.</param>
    /// <param name="checksumStart">Bytes from its start to the first one that the checksum covers.</param>
    /// <param name="checksumOffset">Bytes from there to the checksum, which holds the sum of the pseudo header.</param>
    /// <exception cref="ArgumentException">There are fewer bytes, or the checksum does not lie in them.</exception>
    public EthernetFrame(ReadOnlySpan<byte> bytes, int checksumStart, int checksumOffset)
        : this(bytes)
    {
        if (!HasPlace(bytes.Length, checksumStart, checksumOffset))
        {
            throw new ArgumentException($"A checksum at {checksumStart} + {checksumOffset} of a frame of {bytes.Length} bytes.", nameof(checksumStart));
        }

        (NeedsChecksum, ChecksumStart, ChecksumOffset) = (true, checksumStart, checksumOffset);
    }

    /// <summary>The frame from its destination on.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The checksum is still to be added.</summary>
    public bool NeedsChecksum { get; }

    /// <summary>Bytes from the frame's start to the first one that the checksum covers.</summary>
    public int ChecksumStart { get; }

    /// <summary>Bytes from there to the checksum.</summary>
    public int ChecksumOffset { get; }

    /// <summary>Who is to receive it.</summary>
    public MacAddress Destination => new(Bytes[..MacAddress.Size]);

    /// <summary>Who has sent it.</summary>
    public MacAddress Source => new(Bytes.Slice(MacAddress.Size, MacAddress.Size));

    /// <summary>Copies the frame with its checksum.</summary>
    /// <param name="destination">As many bytes as the frame has, at least.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public void CopyTo(Span<byte> destination)
    {
        Bytes.CopyTo(destination);
        if (NeedsChecksum)
        {
            AddChecksum(destination[..Bytes.Length], ChecksumStart, ChecksumOffset);
        }
    }

    /// <summary>The checksum's place lies inside of a frame.</summary>
    internal static bool HasPlace(int length, int start, int offset) =>
        start >= 0 && offset >= 0 && start <= length - ChecksumBytes && offset <= length - ChecksumBytes - start;

    /// <summary>Adds the Internet checksum (RFC 1071) of what begins at <paramref name="start"/>.</summary>
    internal static void AddChecksum(Span<byte> frame, int start, int offset)
    {
        uint sum = 0;
        ReadOnlySpan<byte> covered = frame[start..];
        for (; covered.Length >= ChecksumBytes; covered = covered[ChecksumBytes..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(covered);
        }

        sum += covered.IsEmpty ? 0u : (uint)covered[0] << 8;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);

        // RFC 768: a sum of zero is sent as all ones, since zero says that there is none.
        ushort checksum = (ushort)~sum;
        BinaryPrimitives.WriteUInt16BigEndian(frame[(start + offset)..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
