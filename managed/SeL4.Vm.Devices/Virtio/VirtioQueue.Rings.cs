// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Vm.Devices;

/// <content>The two rings in the guest's memory: what is available, what has been used, and who wants to hear of it.</content>
public sealed partial class VirtioQueue
{
    // The rings' flags and index, 2.7.6 and 2.7.8, and an element of the used ring.
    private const int RingHeader = 4;
    private const int IndexOffset = 2;
    private const int UsedElement = 8;
    private const ushort NoInterrupt = 1;
    private const ushort NoNotification = 1;

    // Returned, and not yet shown to the driver.
    private readonly Used[] _pendingUsed = new Used[MaxSize];
    private int _usedCount;
    private ushort _lastAvailable;
    private ushort _used;
    private ushort _signalled;
    private bool _isQuiet;

    private ulong UsedEvent => Driver + RingHeader + (2ul * Size);

    private ulong AvailableEvent => Device + RingHeader + (UsedElement * (ulong)Size);

    /// <summary>The three areas are aligned (2.7) and memory of the guest.</summary>
    /// <exception cref="VirtioProtocolException">One is not.</exception>
    internal void CheckAreas()
    {
        CheckArea(Descriptors, VirtioDescriptor.Bytes, VirtioDescriptor.Bytes * (ulong)Size);
        CheckArea(Driver, 2, RingHeader + (2ul * Size) + 2);
        CheckArea(Device, 4, RingHeader + (UsedElement * (ulong)Size) + 2);
    }

    /// <summary>Shows the driver what has been returned.</summary>
    /// <returns>The driver wants an interrupt for it (2.7.7, 2.7.10).</returns>
    /// <exception cref="GuestMemoryException">A ring has been taken from the guest.</exception>
    internal bool Publish()
    {
        if (_usedCount == 0)
        {
            return false;
        }

        // Up to the end of the ring, and the rest at its start.
        ReadOnlySpan<Used> returned = _pendingUsed.AsSpan(0, _usedCount);
        int first = Math.Min(returned.Length, (int)(Size - (_used % Size)));
        _memory.WriteShared(Device + RingHeader + (UsedElement * (ulong)(_used % Size)), MemoryMarshal.AsBytes(returned[..first]));
        if (first < returned.Length)
        {
            _memory.WriteShared(Device + RingHeader, MemoryMarshal.AsBytes(returned[first..]));
        }

        // The driver may look at the elements as soon as it sees the index: all of them at once (5.1.6.4, mergeable buffers).
        Thread.MemoryBarrier();
        _used += (ushort)_usedCount;
        _usedCount = 0;
        _memory.WriteShared(Device + IndexOffset, _used);
        return WantsInterrupt();
    }

    private bool WantsInterrupt()
    {
        ushort before = _signalled;
        _signalled = _used;
        Thread.MemoryBarrier();
        if (!HasEventIndex)
        {
            return (_memory.ReadShared(Driver) & NoInterrupt) == 0;
        }

        // vring_need_event() of 2.7.7.2: the event lies in what was returned since.
        ushort wanted = _memory.ReadShared(UsedEvent);
        return (ushort)(_used - wanted - 1) < (ushort)(_used - before);
    }

    // Waiting() sees to it that no more are in it than the queue has descriptors.
    private void AddUsed(ushort head, uint written) => _pendingUsed[_usedCount++] = new Used(head, written);

    private ushort ReadAvailable(ushort position) => _memory.ReadShared(Driver + RingHeader + (2ul * (position % Size)));

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
            Quieten();
            return true;
        }

        // Asks for a notification of the next chain; one may have come just before.
        if (HasEventIndex)
        {
            _memory.WriteShared(AvailableEvent, _lastAvailable);
        }
        else if (_isQuiet)
        {
            _isQuiet = false;
            _memory.WriteShared(Device, (ushort)0);
        }
        else
        {
            return false;
        }

        Thread.MemoryBarrier();
        return Waiting() > 0;
    }

    // While chains are being taken, nobody needs to notify of more: the event index says so by staying behind (2.7.10).
    private void Quieten()
    {
        if (!HasEventIndex && !_isQuiet)
        {
            _isQuiet = true;
            _memory.WriteShared(Device, NoNotification);
        }
    }

    private int Waiting()
    {
        int waiting = (ushort)(_memory.ReadShared(Driver + IndexOffset) - _lastAvailable);

        // Each chain has a descriptor at least, those that the device has not returned too.
        return waiting + _takenCount + _usedCount <= Size ? waiting : throw new VirtioProtocolException(
            _takenCount == 0 ? $"{waiting} chains in a queue of {Size}." : $"{waiting} chains in a queue of {Size}, of which {_takenCount} are taken.");
    }

    private void ResetRings()
    {
        (_lastAvailable, _used, _signalled, _usedCount) = (0, 0, 0, 0);
        _isQuiet = false;
    }

    /// <summary>An element of the used ring, little-endian (2.7.8).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Used(uint Head, uint Written);
}
