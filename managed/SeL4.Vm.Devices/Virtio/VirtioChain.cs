// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A chain of buffers that a driver has made available. Holding one proves that every buffer is memory of the guest, that none is
/// empty, that those which the device writes come behind those which it reads, and that their total keeps the device's limit.
/// </summary>
public sealed class VirtioChain
{
    private readonly GuestMemory _memory;
    private readonly List<GuestRange> _readable = [];
    private readonly List<GuestRange> _writable = [];

    internal VirtioChain(GuestMemory memory, ushort head)
    {
        _memory = memory;
        Head = head;
    }

    /// <summary>Buffers that the driver filled for the device, in their order.</summary>
    public IReadOnlyList<GuestRange> Readable => _readable;

    /// <summary>Buffers that the device fills for the driver, in their order.</summary>
    public IReadOnlyList<GuestRange> Writable => _writable;

    /// <summary>Bytes of <see cref="Readable"/>.</summary>
    public ulong ReadableBytes { get; private set; }

    /// <summary>Bytes of <see cref="Writable"/>.</summary>
    public ulong WritableBytes { get; private set; }

    internal ushort Head { get; }

    /// <summary>Copies from the buffers that the driver filled.</summary>
    /// <param name="offset">Bytes of them to leave out at the start.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffers hold fewer bytes.</exception>
    /// <exception cref="GuestMemoryException">A buffer has been taken from the guest meanwhile.</exception>
    public void Read(ulong offset, Span<byte> destination)
    {
        RequireInside(offset, destination.Length, ReadableBytes);
        foreach (GuestRange range in _readable)
        {
            if (offset >= range.Size)
            {
                offset -= range.Size;
                continue;
            }

            int piece = (int)Math.Min(range.Size - offset, (ulong)destination.Length);
            _memory.Read(range.Start + offset, destination[..piece]);
            destination = destination[piece..];
            offset = 0;
        }
    }

    /// <summary>Copies to the buffers that the device fills.</summary>
    /// <param name="offset">Bytes of them to leave out at the start.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffers hold fewer bytes.</exception>
    /// <exception cref="GuestMemoryException">A buffer has been taken from the guest meanwhile.</exception>
    public void Write(ulong offset, ReadOnlySpan<byte> source)
    {
        RequireInside(offset, source.Length, WritableBytes);
        foreach (GuestRange range in _writable)
        {
            if (offset >= range.Size)
            {
                offset -= range.Size;
                continue;
            }

            int piece = (int)Math.Min(range.Size - offset, (ulong)source.Length);
            _memory.Write(range.Start + offset, source[..piece]);
            source = source[piece..];
            offset = 0;
        }
    }

    /// <summary>A range of the guest's that the device may touch.</summary>
    /// <exception cref="VirtioProtocolException">It exceeds the address space, or is not memory.</exception>
    internal static GuestRange CheckedRange(GuestMemory memory, ulong address, ulong length)
    {
        if (length > ulong.MaxValue - address)
        {
            throw new VirtioProtocolException($"0x{length:x} bytes at 0x{address:x} exceed the address space.");
        }

        var range = new GuestRange(address, length);
        return memory.IsBacked(range) ? range : throw new VirtioProtocolException($"{range} is not memory of the guest.");
    }

    /// <summary>Adds a buffer once it has been checked.</summary>
    /// <exception cref="VirtioProtocolException">The driver may not offer such a buffer here.</exception>
    internal void Add(VirtioDescriptor descriptor, ulong limit)
    {
        if (descriptor.Length == 0)
        {
            throw new VirtioProtocolException($"An empty buffer at 0x{descriptor.Address:x}.");
        }

        // 2.7.4.2: the buffers that the device writes come last.
        if (!descriptor.IsWritable && _writable.Count > 0)
        {
            throw new VirtioProtocolException($"The buffer at 0x{descriptor.Address:x} is to be read, the one before it to be written.");
        }

        GuestRange range = CheckedRange(_memory, descriptor.Address, descriptor.Length);
        if (descriptor.IsWritable)
        {
            _writable.Add(range);
            WritableBytes += range.Size;
        }
        else
        {
            _readable.Add(range);
            ReadableBytes += range.Size;
        }

        if (ReadableBytes + WritableBytes > limit)
        {
            throw new VirtioProtocolException($"A chain of {ReadableBytes + WritableBytes} bytes; the limit is {limit}.");
        }
    }

    private static void RequireInside(ulong offset, int length, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)length, size - offset);
    }
}
