// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A chain of buffers that a driver has made available. A device holds one from <see cref="VirtioQueue.TryTake"/> until
/// <see cref="VirtioQueue.Return"/> or <see cref="VirtioQueue.PutBack"/>, and not longer: the object is used again for another chain.
/// Holding one proves that every buffer was memory of the guest, that none is empty, that those which the device writes come behind
/// those which it reads, and that their total keeps the device's limit.
/// </summary>
public sealed class VirtioChain
{
    private readonly GuestMemory _memory;
    private readonly List<GuestRange> _readable = [];
    private readonly List<GuestRange> _writable = [];
    private State _state;

    internal VirtioChain(GuestMemory memory) => _memory = memory;

    private enum State
    {
        Free,
        Taken,
        Abandoned,
    }

    /// <summary>Buffers that the driver filled for the device, in their order.</summary>
    public IReadOnlyList<GuestRange> Readable => _readable;

    /// <summary>Buffers that the device fills for the driver, in their order.</summary>
    public IReadOnlyList<GuestRange> Writable => _writable;

    /// <summary>Bytes of <see cref="Readable"/>.</summary>
    public ulong ReadableBytes { get; private set; }

    /// <summary>Bytes of <see cref="Writable"/>.</summary>
    public ulong WritableBytes { get; private set; }

    /// <summary>
    /// The driver has reset the device or broken a rule since the chain was taken (Virtio 1.2, 2.4.1): its memory is the driver's. What
    /// the device writes to the chain and that it returns it are ignored then.
    /// </summary>
    public bool IsAbandoned => _state == State.Abandoned;

    internal GuestMemory Memory => _memory;

    internal ushort Head { get; private set; }

    /// <summary>Index in the available ring, so that it can be put back.</summary>
    internal ushort Position { get; private set; }

    /// <summary>Copies from the buffers that the driver filled.</summary>
    /// <param name="offset">Bytes of them to leave out at the start.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffers hold fewer bytes.</exception>
    /// <exception cref="InvalidOperationException">The device does not hold the chain, or it is abandoned.</exception>
    /// <exception cref="GuestMemoryException">A buffer has been taken from the guest meanwhile.</exception>
    public void Read(ulong offset, Span<byte> destination)
    {
        RequireState(_state == State.Taken);
        RequireInside(offset, destination.Length, ReadableBytes);
        foreach (GuestRange range in _readable)
        {
            if (offset >= range.Size)
            {
                offset -= range.Size;
                continue;
            }

            int piece = (int)Math.Min(range.Size - offset, (ulong)destination.Length);
            _memory.ReadShared(range.Start + offset, destination[..piece]);
            destination = destination[piece..];
            if (destination.IsEmpty)
            {
                return;
            }

            offset = 0;
        }
    }

    /// <summary>
    /// Copies to the buffers that the device fills; ignored where the chain is abandoned. The data cache is not cleaned: a driver
    /// accesses its buffers with its caches on.
    /// </summary>
    /// <param name="offset">Bytes of them to leave out at the start.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffers hold fewer bytes.</exception>
    /// <exception cref="InvalidOperationException">The device does not hold the chain.</exception>
    /// <exception cref="GuestMemoryException">A buffer has been taken from the guest meanwhile.</exception>
    public void Write(ulong offset, ReadOnlySpan<byte> source)
    {
        RequireState(_state != State.Free);
        RequireInside(offset, source.Length, WritableBytes);
        foreach (GuestRange range in IsAbandoned ? [] : _writable)
        {
            if (offset >= range.Size)
            {
                offset -= range.Size;
                continue;
            }

            int piece = (int)Math.Min(range.Size - offset, (ulong)source.Length);
            _memory.WriteShared(range.Start + offset, source[..piece]);
            source = source[piece..];
            if (source.IsEmpty)
            {
                return;
            }

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

        // One call answers for memory of one reservation.
        var range = new GuestRange(address, length);
        return (length <= int.MaxValue && memory.TryGetRamSpan(range, out _)) || memory.IsBacked(range)
            ? range
            : throw new VirtioProtocolException($"{range} is not memory of the guest.");
    }

    internal GuestRange ReadableAt(int index) => _readable[index];

    internal GuestRange WritableAt(int index) => _writable[index];

    internal void Begin(ushort head, ushort position)
    {
        _readable.Clear();
        _writable.Clear();
        (ReadableBytes, WritableBytes) = (0, 0);
        (Head, Position, _state) = (head, position, State.Taken);
    }

    internal void End() => _state = State.Free;

    internal void Abandon() => _state = State.Abandoned;

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

    private static void RequireState(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("The device does not hold this chain.");
        }
    }

    private static void RequireInside(ulong offset, int length, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)length, size - offset);
    }
}
