// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;

namespace SeL4.Vm.Devices;

/// <summary>Which way the buffers of a virtqueue go.</summary>
public enum VirtioDirection
{
    /// <summary>The device reads every buffer.</summary>
    FromDriver,

    /// <summary>The device writes every buffer.</summary>
    ToDriver,

    /// <summary>A chain has buffers that the device reads, then buffers that it writes.</summary>
    Both,
}

/// <summary>
/// A split virtqueue (Virtio 1.2, 2.7), the device's side. Everything in it is the guest's and not to be trusted: a chain is checked
/// whole before the device sees it.
/// </summary>
public sealed class VirtioQueue
{
    /// <summary>Most descriptors of a queue.</summary>
    public const uint MaxSize = 256;

    // The rings' flags and index, 2.7.6 and 2.7.8, and an element of the used ring.
    private const int RingHeader = 4;
    private const int IndexOffset = 2;
    private const int UsedElement = 8;
    private const ushort NoInterrupt = 1;

    private readonly GuestMemory _memory;
    private readonly VirtioDirection _direction;
    private readonly ulong _limit;
    private ushort _lastAvailable;
    private ushort _used;
    private ushort _signalled;

    internal VirtioQueue(GuestMemory memory, VirtioDirection direction, ulong limit)
    {
        _memory = memory;
        _direction = direction;
        _limit = limit;
    }

    /// <summary>Descriptors, a power of two.</summary>
    public uint Size { get; internal set; } = MaxSize;

    internal bool IsReady { get; set; }

    internal bool HasIndirect { get; set; }

    internal bool HasEventIndex { get; set; }

    internal ulong Descriptors { get; set; }

    internal ulong Driver { get; set; }

    internal ulong Device { get; set; }

    private ulong UsedEvent => Driver + RingHeader + (2ul * Size);

    private ulong AvailableEvent => Device + RingHeader + (UsedElement * (ulong)Size);

    /// <summary>Takes the next chain that the driver has made available.</summary>
    /// <param name="chain">The chain, for <see cref="Return"/>.</param>
    /// <returns>There was one.</returns>
    /// <exception cref="VirtioProtocolException">The driver broke a rule; nothing of the chain has been done.</exception>
    /// <exception cref="GuestMemoryException">A ring has been taken from the guest.</exception>
    public bool TryTake([NotNullWhen(true)] out VirtioChain? chain)
    {
        chain = null;
        if (!IsReady || !HasAvailable())
        {
            return false;
        }

        // The ring's element was written before the index that offers it.
        Thread.MemoryBarrier();
        ushort head = _memory.Read<ushort>(Driver + RingHeader + (2ul * (_lastAvailable % Size)));
        chain = Walk(head);
        _lastAvailable++;
        return true;
    }

    /// <summary>Gives a chain back to the driver.</summary>
    /// <param name="chain">What <see cref="TryTake"/> gave.</param>
    /// <param name="written">Bytes that the device wrote, from the first buffer on.</param>
    /// <exception cref="ArgumentNullException">There is no chain.</exception>
    /// <exception cref="GuestMemoryException">The ring has been taken from the guest.</exception>
    public void Return(VirtioChain chain, uint written)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ulong element = Device + RingHeader + (UsedElement * (ulong)(_used % Size));
        _memory.Write(element, chain.Head | ((ulong)written << 32));

        // The driver may look at the element as soon as it sees the index.
        Thread.MemoryBarrier();
        _memory.Write(Device + IndexOffset, ++_used);
    }

    /// <summary>The driver wants to hear of what was returned since this was last asked (2.7.7, 2.7.10).</summary>
    internal bool TakeInterrupt()
    {
        ushort before = _signalled;
        _signalled = _used;
        if (_used == before)
        {
            return false;
        }

        Thread.MemoryBarrier();
        if (!HasEventIndex)
        {
            return (_memory.Read<ushort>(Driver) & NoInterrupt) == 0;
        }

        // vring_need_event() of 2.7.7.2: the event lies in what was returned since.
        ushort wanted = _memory.Read<ushort>(UsedEvent);
        return (ushort)(_used - wanted - 1) < (ushort)(_used - before);
    }

    internal void Reset()
    {
        (_lastAvailable, _used, _signalled, Size, IsReady) = (0, 0, 0, MaxSize, false);
        (Descriptors, Driver, Device) = (0, 0, 0);
        (HasIndirect, HasEventIndex) = (false, false);
    }

    /// <summary>The three areas are aligned (2.7) and memory of the guest.</summary>
    /// <exception cref="VirtioProtocolException">One is not.</exception>
    internal void CheckAreas()
    {
        CheckArea(Descriptors, VirtioDescriptor.Bytes, VirtioDescriptor.Bytes * (ulong)Size);
        CheckArea(Driver, 2, RingHeader + (2ul * Size) + 2);
        CheckArea(Device, 4, RingHeader + (UsedElement * (ulong)Size) + 2);
    }

    private void CheckArea(ulong address, ulong alignment, ulong bytes)
    {
        if (address % alignment != 0)
        {
            throw new VirtioProtocolException($"An area of a queue at 0x{address:x}; the alignment is {alignment}.");
        }

        VirtioChain.CheckedRange(_memory, address, bytes);
    }

    private bool HasAvailable()
    {
        if (Waiting() > 0)
        {
            return true;
        }

        if (!HasEventIndex)
        {
            return false;
        }

        // Asks for a notification of the next chain; one may have come just before.
        _memory.Write(AvailableEvent, _lastAvailable);
        Thread.MemoryBarrier();
        return Waiting() > 0;
    }

    private int Waiting()
    {
        int waiting = (ushort)(_memory.Read<ushort>(Driver + IndexOffset) - _lastAvailable);
        return waiting <= Size ? waiting : throw new VirtioProtocolException($"{waiting} chains in a queue of {Size}.");
    }

    private VirtioChain Walk(ushort head)
    {
        var chain = new VirtioChain(_memory, head);
        var table = new VirtioDescriptorTable(Descriptors, Size, false);
        VirtioDescriptor descriptor = table.Read(_memory, head);
        for (uint buffers = 0; ; descriptor = table.Read(_memory, descriptor.Next))
        {
            while (descriptor.IsIndirect)
            {
                table = Indirect(table, descriptor);
                descriptor = table.Read(_memory, 0);
            }

            // 2.7.5.3.1: no chain is longer than the queue; a longer one is a loop.
            if (++buffers > Size)
            {
                throw new VirtioProtocolException($"A chain of more than {Size} buffers.");
            }

            chain.Add(descriptor, _limit);
            if (!descriptor.HasNext)
            {
                break;
            }
        }

        RequireDirection(chain);
        return chain;
    }

    private VirtioDescriptorTable Indirect(VirtioDescriptorTable table, VirtioDescriptor descriptor) => HasIndirect
        ? table.Indirect(_memory, descriptor)
        : throw new VirtioProtocolException("An indirect descriptor, which was not negotiated.");

    private void RequireDirection(VirtioChain chain)
    {
        if (_direction == VirtioDirection.FromDriver && chain.WritableBytes > 0)
        {
            throw new VirtioProtocolException("A buffer to be written in a queue that the device only reads.");
        }

        if (_direction == VirtioDirection.ToDriver && chain.ReadableBytes > 0)
        {
            throw new VirtioProtocolException("A buffer to be read in a queue that the device only writes.");
        }
    }
}
