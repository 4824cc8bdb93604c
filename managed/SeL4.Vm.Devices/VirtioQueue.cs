// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A split virtqueue (Virtio 1.2, 2.7), the device's side. Everything in it is the guest's and not to be trusted.</summary>
internal sealed class VirtioQueue
{
    public const uint MaxSize = 256;

    /// <summary>Bytes of the buffers of one chain: no driver of a console sends more at once, and a loop of descriptors might.</summary>
    public const ulong LargestChain = 0x10_0000;

    private const int DescriptorBytes = 16;
    private const ushort HasNext = 1;
    private const ushort DeviceWrites = 2;
    private const int RingHeader = 4;
    private const ushort NoInterrupt = 1;

    private ushort _lastAvailable;
    private ushort _used;

    public uint Size { get; set; } = MaxSize;

    public bool IsReady { get; set; }

    public ulong Descriptors { get; set; }

    public ulong Driver { get; set; }

    public ulong Device { get; set; }

    public void Reset()
    {
        (_lastAvailable, _used, Size, IsReady) = (0, 0, MaxSize, false);
        (Descriptors, Driver, Device) = (0, 0, 0);
    }

    /// <summary>The guest has not asked to be left alone (2.7.7).</summary>
    public bool WantsInterrupt(GuestMemory memory) => (memory.Read<ushort>(Driver) & NoInterrupt) == 0;

    /// <summary>The next chain that the guest has made available, as the index of its head; false when there is none.</summary>
    /// <exception cref="InvalidDataException">The guest says that more are available than the queue holds.</exception>
    public bool TryTake(GuestMemory memory, out ushort head)
    {
        head = 0;
        int waiting = IsReady ? (ushort)(memory.Read<ushort>(Driver + 2) - _lastAvailable) : 0;
        if (waiting > Size)
        {
            throw new InvalidDataException($"{waiting} chains in a queue of {Size}.");
        }

        if (waiting == 0)
        {
            return false;
        }

        head = memory.Read<ushort>(Driver + RingHeader + (2ul * (_lastAvailable % Size)));
        _lastAvailable++;
        return true;
    }

    /// <summary>The buffers of a chain that the device writes, or reads.</summary>
    /// <exception cref="InvalidDataException">They hold more than <see cref="LargestChain"/> bytes.</exception>
    public IReadOnlyList<GuestRange> Buffers(GuestMemory memory, ushort head, bool deviceWrites)
    {
        List<GuestRange> buffers = [];
        ulong total = 0;
        uint index = head;
        for (uint count = 0; count < Size && index < Size; count++)
        {
            ulong descriptor = Descriptors + (index * DescriptorBytes);
            ulong address = memory.Read<ulong>(descriptor);
            uint length = memory.Read<uint>(descriptor + 8);
            ushort flags = memory.Read<ushort>(descriptor + 12);
            if (((flags & DeviceWrites) != 0) == deviceWrites && length <= ulong.MaxValue - address)
            {
                buffers.Add(new GuestRange(address, length));
                total += length;
            }

            if (total > LargestChain)
            {
                throw new InvalidDataException($"A chain of {total} bytes; the limit is {LargestChain}.");
            }

            if ((flags & HasNext) == 0)
            {
                break;
            }

            index = memory.Read<ushort>(descriptor + 14);
        }

        return buffers;
    }

    /// <summary>Gives a chain back to the guest.</summary>
    public void Return(GuestMemory memory, ushort head, uint written)
    {
        ulong element = Device + RingHeader + (8ul * (_used % Size));
        memory.Write(element, (uint)head);
        memory.Write(element + 4, written);
        memory.Write(Device + 2, ++_used);
    }
}
