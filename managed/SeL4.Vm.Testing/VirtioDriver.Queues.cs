// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Testing;

/// <content>Its queues: descriptors, what is available and what the device has used.</content>
public sealed partial class VirtioDriver
{
    private const ulong Page = 0x1000;
    private const ulong AreasOfQueue = 3 * Page;

    // The rings' flags and index, 2.7.6 and 2.7.8, and the size of a descriptor.
    private const int RingHeader = 4;
    private const int IndexOffset = 2;
    private const int DescriptorBytes = 16;

    /// <summary>Where the descriptors of a queue are.</summary>
    public GuestAddress Table(int queue) => _areas + ((ulong)queue * AreasOfQueue);

    /// <summary>Where the ring of available chains is.</summary>
    public GuestAddress AvailableRing(int queue) => Table(queue) + Page;

    /// <summary>Where the ring of used chains is.</summary>
    public GuestAddress UsedRing(int queue) => Table(queue) + (2 * Page);

    /// <summary>Where the driver says after which used chain it wants an interrupt (2.7.7).</summary>
    public GuestAddress UsedEvent(int queue) => AvailableRing(queue) + RingHeader + (2ul * (ulong)QueueSize);

    /// <summary>Where the device says after which available chain it wants a notification (2.7.10).</summary>
    public GuestAddress AvailableEvent(int queue) => UsedRing(queue) + RingHeader + (8ul * (ulong)QueueSize);

    /// <summary>Writes a descriptor of a queue.</summary>
    /// <param name="queue">Number of the queue.</param>
    /// <param name="index">Number of the descriptor.</param>
    /// <param name="address">Guest physical address of the buffer.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="flags"><see cref="Next"/>, <see cref="Write"/>, <see cref="Indirect"/>.</param>
    /// <param name="next">Number of the next descriptor.</param>
    public void Describe(int queue, int index, ulong address, uint length, ushort flags = 0, ushort next = 0) =>
        DescribeAt(Table(queue) + ((ulong)index * DescriptorBytes), address, length, flags, next);

    /// <summary>Writes a descriptor anywhere, for an indirect table.</summary>
    /// <param name="at">Where it goes.</param>
    /// <param name="address">Guest physical address of the buffer.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="flags"><see cref="Next"/>, <see cref="Write"/>, <see cref="Indirect"/>.</param>
    /// <param name="next">Number of the next descriptor.</param>
    public void DescribeAt(GuestAddress at, ulong address, uint length, ushort flags = 0, ushort next = 0)
    {
        _memory.Write(at, address);
        _memory.Write(at + 8, length);
        _memory.Write(at + 12, flags);
        _memory.Write(at + 14, next);
    }

    /// <summary>Makes a chain available without a notification.</summary>
    /// <param name="queue">Number of the queue.</param>
    /// <param name="head">Its first descriptor.</param>
    public void Add(int queue, ushort head)
    {
        Ring ring = _rings[queue];
        _memory.Write(AvailableRing(queue) + RingHeader + (2ul * (ulong)(ring.Available % QueueSize)), head);
        _memory.Write(AvailableRing(queue) + IndexOffset, ++ring.Available);
    }

    /// <summary>Makes a chain available and notifies the device.</summary>
    /// <param name="queue">Number of the queue.</param>
    /// <param name="head">Its first descriptor.</param>
    public void Offer(int queue, ushort head)
    {
        Add(queue, head);
        Notify(queue);
    }

    /// <summary>Makes a chain of buffers from free descriptors and makes it available without a notification.</summary>
    /// <param name="queue">Number of the queue.</param>
    /// <param name="readable">Buffers that the device reads.</param>
    /// <param name="writable">Buffers that the device writes.</param>
    /// <returns>Its first descriptor, which <see cref="TryTakeUsed"/> names when the device has used the chain.</returns>
    /// <exception cref="ArgumentNullException">A list of buffers is missing.</exception>
    /// <exception cref="InvalidOperationException">The chain is empty, or there are not as many free descriptors.</exception>
    public ushort Add(int queue, IReadOnlyList<GuestRange> readable, IReadOnlyList<GuestRange> writable)
    {
        ArgumentNullException.ThrowIfNull(readable);
        ArgumentNullException.ThrowIfNull(writable);
        ushort[] indices = _rings[queue].Allocate(readable.Count + writable.Count);
        for (int i = 0; i < indices.Length; i++)
        {
            bool isLast = i == indices.Length - 1;
            bool isWritable = i >= readable.Count;
            GuestRange range = isWritable ? writable[i - readable.Count] : readable[i];
            int flags = (isLast ? 0 : Next) | (isWritable ? Write : 0);
            Describe(queue, indices[i], range.Start.Value, (uint)range.Size, (ushort)flags, isLast ? (ushort)0 : indices[i + 1]);
        }

        Add(queue, indices[0]);
        return indices[0];
    }

    /// <summary>Chains that the device has used since the queue was set up, counted in 16 bits.</summary>
    /// <param name="queue">Number of the queue.</param>
    public ushort Used(int queue) => _memory.Read<ushort>(UsedRing(queue) + IndexOffset);

    /// <summary>Takes the next chain that the device has used, and with the event index asks for an interrupt after the one behind it.</summary>
    /// <param name="queue">Number of the queue.</param>
    /// <param name="head">Its first descriptor.</param>
    /// <param name="written">Bytes that the device wrote.</param>
    /// <returns>There was one.</returns>
    public bool TryTakeUsed(int queue, out ushort head, out uint written)
    {
        Ring ring = _rings[queue];
        (head, written) = (0, 0);
        if (Used(queue) == ring.Used)
        {
            return false;
        }

        GuestAddress element = UsedRing(queue) + RingHeader + (8ul * (ulong)(ring.Used % QueueSize));
        head = (ushort)_memory.Read<uint>(element);
        written = _memory.Read<uint>(element + 4);
        ring.Used++;
        ring.Release(head);
        if (ring.HasEventIndex)
        {
            _memory.Write(UsedEvent(queue), ring.Used);
        }

        return true;
    }

    /// <summary>Whether the device wants to be notified of the chains that were added since this was last asked (2.7.10).</summary>
    /// <param name="queue">Number of the queue.</param>
    public bool WantsNotification(int queue)
    {
        Ring ring = _rings[queue];
        ushort before = ring.Notified;
        ring.Notified = ring.Available;
        return ring.HasEventIndex
            ? (ushort)(ring.Available - _memory.Read<ushort>(AvailableEvent(queue)) - 1) < (ushort)(ring.Available - before)
            : (_memory.Read<ushort>(UsedRing(queue)) & 1) == 0;
    }

    // What the driver knows of a queue.
    private sealed class Ring
    {
        public const int LargestSize = 256;

        private readonly SortedSet<ushort> _free = [];
        private readonly Dictionary<ushort, ushort[]> _chains = [];

        public bool HasEventIndex { get; private set; }

        public ushort Available { get; set; }

        public ushort Notified { get; set; }

        public ushort Used { get; set; }

        public void Reset(int size, bool hasEventIndex)
        {
            (HasEventIndex, Available, Notified, Used) = (hasEventIndex, 0, 0, 0);
            _chains.Clear();
            _free.Clear();
            _free.UnionWith(Enumerable.Range(0, size).Select(i => (ushort)i));
        }

        public ushort[] Allocate(int count)
        {
            if (count == 0 || count > _free.Count)
            {
                throw new InvalidOperationException($"A chain of {count} descriptors; {_free.Count} are free.");
            }

            ushort[] indices = [.. _free.Take(count)];
            _free.ExceptWith(indices);
            _chains[indices[0]] = indices;
            return indices;
        }

        public void Release(ushort head)
        {
            if (_chains.Remove(head, out ushort[]? indices))
            {
                _free.UnionWith(indices);
            }
        }
    }
}
