// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// Frames that wait for a guest: so many of a length, and no more. Any thread adds frames, one takes them. Memory is allocated as it is
/// used, and kept.
/// </summary>
/// <param name="capacity">Most frames that wait.</param>
/// <param name="longest">Bytes of the longest one.</param>
internal sealed class FrameQueue(int capacity, int longest)
{
    private readonly Slot?[] _slots = new Slot?[capacity];
    private readonly Lock _gate = new();
    private int _first;

    public int Count { get; private set; }

    /// <summary>Copies a frame, if there is room for it.</summary>
    public bool TryAdd(EthernetFrame frame)
    {
        lock (_gate)
        {
            if (Count == capacity)
            {
                return false;
            }

            Slot slot = _slots[(_first + Count) % capacity] ??= new Slot(longest);
            slot.Fill(frame);
            Count++;
            return true;
        }
    }

    /// <summary>The frame that has waited longest. Nobody else touches it until it is removed.</summary>
    public Slot? Peek()
    {
        lock (_gate)
        {
            return Count == 0 ? null : _slots[_first];
        }
    }

    public void Remove()
    {
        lock (_gate)
        {
            _first = (_first + 1) % capacity;
            Count--;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            Count = 0;
        }
    }

    /// <summary>A frame behind room for the header that virtio puts in front of it.</summary>
    public sealed class Slot(int longest)
    {
        private readonly byte[] _bytes = new byte[NetworkHeader.Bytes + longest];
        private bool _needsChecksum;
        private int _checksumStart;
        private int _checksumOffset;

        public int FrameBytes { get; private set; }

        public void Fill(EthernetFrame frame)
        {
            frame.Bytes.CopyTo(_bytes.AsSpan(NetworkHeader.Bytes));
            (FrameBytes, _needsChecksum) = (frame.Bytes.Length, frame.NeedsChecksum);
            (_checksumStart, _checksumOffset) = (frame.ChecksumStart, frame.ChecksumOffset);
        }

        /// <summary>Header and frame, for so many buffers; the checksum is added unless the driver does without.</summary>
        public ReadOnlySpan<byte> Finish(int buffers, bool canLeaveChecksum)
        {
            Span<byte> all = _bytes.AsSpan(0, NetworkHeader.Bytes + FrameBytes);
            bool isLeft = _needsChecksum && canLeaveChecksum;
            if (_needsChecksum && !isLeft)
            {
                EthernetFrame.AddChecksum(all[NetworkHeader.Bytes..], _checksumStart, _checksumOffset);
                _needsChecksum = false;
            }

            NetworkHeader.Write(all, isLeft, _checksumStart, _checksumOffset, buffers);
            return all;
        }
    }
}
