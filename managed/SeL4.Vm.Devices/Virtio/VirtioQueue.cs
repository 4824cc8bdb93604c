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
/// whole before the device sees it. Chains may be returned in any order, and later than <see cref="VirtioDevice.Serve"/>.
/// </summary>
public sealed partial class VirtioQueue
{
    /// <summary>Most descriptors of a queue.</summary>
    public const uint MaxSize = 256;

    // What is served before others have their turn: one notification of a guest must not keep the VMM busy. Chains are bounded by the
    // queue's size, since the driver has none of them back before serving ends.
    private const ulong MostBytes = 0x40_0000;

    private readonly GuestMemory _memory;
    private readonly IVirtioTransport _transport;
    private readonly VirtioDirection _direction;
    private readonly ulong _limit;
    private readonly VirtioDescriptor[] _descriptors = new VirtioDescriptor[MaxSize];
    private readonly VirtioChain?[] _taken = new VirtioChain?[MaxSize];
    private readonly Stack<VirtioChain> _free = [];
    private int _takenCount;
    private ulong _bytesLeft;

    internal VirtioQueue(GuestMemory memory, IVirtioTransport transport, VirtioDirection direction, ulong limit)
    {
        _memory = memory;
        _transport = transport;
        _direction = direction;
        _limit = limit;
    }

    /// <summary>Descriptors, a power of two.</summary>
    public uint Size { get; internal set; } = MaxSize;

    /// <summary>Chains that the device has taken and not returned.</summary>
    public int TakenCount => _takenCount;

    internal bool IsReady { get; set; }

    internal bool HasIndirect { get; set; }

    internal bool HasEventIndex { get; set; }

    internal ulong Descriptors { get; set; }

    internal ulong Driver { get; set; }

    internal ulong Device { get; set; }

    /// <summary>The device is inside <see cref="VirtioDevice.Serve"/> for this queue.</summary>
    internal bool IsServed { get; private set; }

    /// <summary>Serving ended because others have to have their turn, not because the queue was empty.</summary>
    internal bool IsInterrupted { get; private set; }

    /// <summary>
    /// Takes the next chain that the driver has made available. After 4 MiB it answers that there is none, and
    /// <see cref="VirtioDevice.Serve"/> is called again when the VM's thread has served what else waits for it.
    /// </summary>
    /// <param name="chain">The chain, for <see cref="Return"/>.</param>
    /// <returns>There was one.</returns>
    /// <exception cref="InvalidOperationException">The call does not come out of <see cref="VirtioDevice.Serve"/> for this queue.</exception>
    /// <exception cref="VirtioProtocolException">The driver broke a rule; nothing of the chain has been done.</exception>
    /// <exception cref="GuestMemoryException">A ring has been taken from the guest.</exception>
    public bool TryTake([NotNullWhen(true)] out VirtioChain? chain)
    {
        // What the driver breaks must reach the transport.
        if (!IsServed)
        {
            throw new InvalidOperationException("Chains are taken in Serve, which Kick calls.");
        }

        chain = null;
        if (!IsReady || !HasAvailable())
        {
            return false;
        }

        if (_bytesLeft == 0)
        {
            IsInterrupted = true;
            return false;
        }

        // The ring's element was written before the index that offers it.
        Thread.MemoryBarrier();
        chain = Take(ReadAvailable(_lastAvailable));
        _lastAvailable++;
        _bytesLeft -= Math.Min(_bytesLeft, chain.ReadableBytes + chain.WritableBytes);
        return true;
    }

    /// <summary>
    /// Gives a chain back to the driver, from <see cref="VirtioDevice.Serve"/> or later, on the VM's thread. The driver sees it when
    /// serving ends, together with the others returned by then; outside of serving, at once. A chain that is abandoned is forgotten.
    /// </summary>
    /// <param name="chain">What <see cref="TryTake"/> gave. It may be used for another request from now on.</param>
    /// <param name="written">Bytes that the device wrote, from the first buffer on.</param>
    /// <exception cref="ArgumentNullException">There is no chain.</exception>
    /// <exception cref="InvalidOperationException">The device does not hold it, or it is another queue's.</exception>
    public void Return(VirtioChain chain, uint written)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (End(chain))
        {
            AddUsed(chain.Head, written);
            _transport.Returned(this);
        }
    }

    /// <summary>Undoes <see cref="TryTake"/>: the chain is taken again next time. Several are put back from the last one on.</summary>
    /// <param name="chain">The chain that was taken last, which the device has not touched.</param>
    /// <exception cref="ArgumentNullException">There is no chain.</exception>
    /// <exception cref="InvalidOperationException">The device does not hold it, or another one was taken after it.</exception>
    public void PutBack(VirtioChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        if (!chain.IsAbandoned && chain.Position != (ushort)(_lastAvailable - 1))
        {
            throw new InvalidOperationException("Another chain was taken after this one.");
        }

        if (End(chain))
        {
            _lastAvailable--;
        }
    }

    internal void BeginServing() => (IsServed, IsInterrupted, _bytesLeft) = (true, false, MostBytes);

    internal void EndServing() => IsServed = false;

    /// <summary>The driver has the memory of all chains again, whatever the device still does with them.</summary>
    internal void Abandon()
    {
        foreach (VirtioChain? chain in _taken)
        {
            chain?.Abandon();
        }

        Array.Clear(_taken);
        (_takenCount, _usedCount) = (0, 0);
    }

    internal void Reset()
    {
        Stop();
        Size = MaxSize;
        (Descriptors, Driver, Device) = (0, 0, 0);
        (HasIndirect, HasEventIndex) = (false, false);
    }

    /// <summary>The queue is not used until it is ready again, from the start of its rings (4.2.2, QueueReady).</summary>
    internal void Stop()
    {
        Abandon();
        IsReady = false;
        ResetRings();
    }

    private VirtioChain Take(ushort head)
    {
        int count = Collect(head);
        if (_taken[head] is not null)
        {
            throw new VirtioProtocolException($"Descriptor {head} begins a chain that the device has already.");
        }

        VirtioChain chain = _free.TryPop(out VirtioChain? used) ? used : new VirtioChain(_memory);
        chain.Begin(head, _lastAvailable);
        foreach (VirtioDescriptor descriptor in _descriptors.AsSpan(0, count))
        {
            chain.Add(descriptor, _limit);
        }

        RequireDirection(chain);
        _taken[head] = chain;
        _takenCount++;
        return chain;
    }

    // Copies the descriptors of a chain's buffers, so that the driver cannot change them once they are checked.
    private int Collect(ushort head)
    {
        var table = new VirtioDescriptorTable(Descriptors, Size, IsIndirect: false);
        VirtioDescriptor descriptor = table.Read(_memory, head);
        for (int count = 0; ; descriptor = table.Read(_memory, descriptor.Next))
        {
            while (descriptor.IsIndirect)
            {
                RequireIndirect();
                table = table.Indirect(_memory, descriptor);
                descriptor = table.Read(_memory, 0);
            }

            // 2.7.5.3.1: no chain is longer than the queue; a longer one is a loop.
            if (count == Size)
            {
                throw new VirtioProtocolException($"A chain of more than {Size} buffers.");
            }

            _descriptors[count++] = descriptor;
            if (!descriptor.HasNext)
            {
                return count;
            }
        }
    }

    // Whether the driver still waits for the chain. An abandoned one is in no list any more.
    private bool End(VirtioChain chain)
    {
        bool isTaken = _taken[chain.Head] == chain;
        if (!isTaken && !chain.IsAbandoned)
        {
            throw new InvalidOperationException("The device does not hold this chain, or it is another queue's.");
        }

        chain.End();
        if (isTaken)
        {
            _taken[chain.Head] = null;
            _takenCount--;
            _free.Push(chain);
        }

        return isTaken;
    }

    private void RequireIndirect()
    {
        if (!HasIndirect)
        {
            throw new VirtioProtocolException("An indirect descriptor, which was not negotiated.");
        }
    }

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
