// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

/// <summary>The driver's side of a virtio-mmio device: what Virtio 1.2, 3.1.1 and 4.2.3 tell drivers to do, and what they must not do.</summary>
/// <param name="guest">The guest that it runs in.</param>
/// <param name="memory">The guest's memory, where the queues are.</param>
/// <param name="registers">Address of the device.</param>
/// <param name="areas">Address of the queues, each 16 KiB, in RAM.</param>
public sealed class VirtioDriver(TestGuest guest, GuestMemory memory, ulong registers, ulong areas)
{
    public const uint QueueSize = 8;
    public const ushort Next = 1;
    public const ushort Write = 2;
    public const ushort Indirect = 4;
    public const ulong IndirectFeature = 1ul << 28;
    public const ulong EventIndexFeature = 1ul << 29;
    public const ulong Version1Feature = 1ul << 32;

    /// <summary>Acknowledged, driver found, features and driver ready: the device works.</summary>
    public const uint Working = 0xf;

    /// <summary>The same, and the device asks for a reset.</summary>
    public const uint NeedsReset = 0x4f;

    private const ulong Page = 0x1000;

    private readonly ushort[] _available = new ushort[2];

    public uint Status
    {
        get => guest.Read<uint>(registers + 0x70);
        set => guest.Store(registers + 0x70, value);
    }

    public uint InterruptStatus => guest.Read<uint>(registers + 0x60);

    public static ulong Table(ulong areas, int queue) => areas + ((ulong)queue * 4 * Page);

    public ulong Table(int queue) => Table(areas, queue);

    public ulong AvailableRing(int queue) => Table(queue) + Page;

    public ulong UsedRing(int queue) => Table(queue) + (2 * Page);

    /// <summary>Features that the device offers.</summary>
    public ulong ReadFeatures()
    {
        ulong features = 0;
        for (uint word = 0; word < 2; word++)
        {
            guest.Store(registers + 0x14, word);
            features |= (ulong)guest.Read<uint>(registers + 0x10) << (32 * (int)word);
        }

        return features;
    }

    /// <summary>Resets the device and sets it up.</summary>
    /// <param name="features">What the driver accepts.</param>
    /// <param name="ready">Up to DRIVER_OK.</param>
    /// <returns>The device's status.</returns>
    public uint SetUp(ulong features = Version1Feature, bool ready = true)
    {
        Status = 0;
        Status = 1;
        Status = 3;
        for (uint word = 0; word < 2; word++)
        {
            guest.Store(registers + 0x24, word);
            guest.Store(registers + 0x20, (uint)(features >> (32 * (int)word)));
        }

        Status = 0xb;
        for (uint queue = 0; queue < 2; queue++)
        {
            SetUpQueue(queue);
        }

        if (ready)
        {
            Status |= 4;
        }

        return Status;
    }

    /// <summary>Where an area of the selected queue is: 0 the descriptors, 1 the driver's ring, 2 the device's.</summary>
    public void SetArea(uint part, ulong address)
    {
        guest.Store(registers + 0x80 + (part * 0x10), (uint)address);
        guest.Store(registers + 0x84 + (part * 0x10), (uint)(address >> 32));
    }

    public void Describe(int queue, int index, ulong address, uint length, ushort flags = 0, ushort next = 0) =>
        DescribeAt(Table(queue) + ((ulong)index * 16), address, length, flags, next);

    public void DescribeAt(ulong at, ulong address, uint length, ushort flags = 0, ushort next = 0)
    {
        memory.Write(at, address);
        memory.Write(at + 8, length);
        memory.Write(at + 12, flags);
        memory.Write(at + 14, next);
    }

    /// <summary>Makes a chain available without a notification.</summary>
    public void Add(int queue, ushort head)
    {
        memory.Write(AvailableRing(queue) + 4 + (2ul * (_available[queue] % QueueSize)), head);
        memory.Write(AvailableRing(queue) + 2, ++_available[queue]);
    }

    public void Notify(int queue) => guest.Store(registers + 0x50, (uint)queue);

    public void Offer(int queue, ushort head)
    {
        Add(queue, head);
        Notify(queue);
    }

    /// <summary>Chains that the device has returned.</summary>
    public ushort Used(int queue) => memory.Read<ushort>(UsedRing(queue) + 2);

    public void Acknowledge() => guest.Store(registers + 0x64, InterruptStatus);

    // A driver zeroes a queue before it uses it (4.2.3.2).
    private void SetUpQueue(uint queue)
    {
        memory.Write(AvailableRing((int)queue), new byte[Page]);
        memory.Write(UsedRing((int)queue), new byte[Page]);
        _available[queue] = 0;
        guest.Store(registers + 0x30, queue);
        Assert.Equal(0u, guest.Read<uint>(registers + 0x44));
        Assert.InRange(guest.Read<uint>(registers + 0x34), QueueSize, 1024u);
        guest.Store(registers + 0x38, QueueSize);
        SetArea(0, Table((int)queue));
        SetArea(1, AvailableRing((int)queue));
        SetArea(2, UsedRing((int)queue));
        guest.Store(registers + 0x44, 1u);
    }
}
