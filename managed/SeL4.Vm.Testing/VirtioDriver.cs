// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Testing;

/// <summary>
/// The driver's side of a virtio device behind the registers of virtio over MMIO, for tests of devices: what Virtio 1.2, 3.1 and 4.2.3 tell
/// drivers to do, and the parts it is made of, so that a test can also do what drivers must not do. Queues are split virtqueues.
/// </summary>
public sealed partial class VirtioDriver
{
    /// <summary>Descriptors of a queue unless the constructor is given another number.</summary>
    public const int DefaultQueueSize = 8;

    /// <summary>Flag of a descriptor: the chain goes on with the one that it names (2.7.5).</summary>
    public const ushort Next = 1;

    /// <summary>Flag of a descriptor: the device writes the buffer (2.7.5).</summary>
    public const ushort Write = 2;

    /// <summary>Flag of a descriptor: the buffer holds a table of descriptors (2.7.5.3).</summary>
    public const ushort Indirect = 4;

    /// <summary>VIRTIO_F_INDIRECT_DESC (6).</summary>
    public const ulong IndirectFeature = 1ul << 28;

    /// <summary>VIRTIO_F_EVENT_IDX (6).</summary>
    public const ulong EventIndexFeature = 1ul << 29;

    /// <summary>VIRTIO_F_VERSION_1 (6), which every driver has to accept.</summary>
    public const ulong Version1Feature = 1ul << 32;

    /// <summary>Device status (2.1): acknowledged, driver found, features and driver ready. The device works.</summary>
    public const uint Working = 0xf;

    /// <summary>Device status (2.1): the same, and the device asks for a reset.</summary>
    public const uint NeedsReset = 0x4f;

    // Status bits, 2.1.
    private const uint Acknowledged = 1;
    private const uint Found = 3;
    private const uint FeaturesOk = 0xb;
    private const uint DriverOk = 4;

    // Registers, table 4.1.
    private const ulong DeviceFeatures = 0x10;
    private const ulong DeviceFeaturesSelect = 0x14;
    private const ulong DriverFeatures = 0x20;
    private const ulong DriverFeaturesSelect = 0x24;
    private const ulong QueueSelect = 0x30;
    private const ulong QueueSizeMax = 0x34;
    private const ulong QueueSizeRegister = 0x38;
    private const ulong QueueReady = 0x44;
    private const ulong QueueNotify = 0x50;
    private const ulong InterruptStatusRegister = 0x60;
    private const ulong InterruptAcknowledge = 0x64;
    private const ulong StatusRegister = 0x70;
    private const ulong QueueAreas = 0x80;
    private const ulong ConfigurationGeneration = 0xfc;
    private const ulong Configuration = 0x100;

    private readonly Func<GuestAddress, uint> _load;
    private readonly Action<GuestAddress, uint> _store;
    private readonly GuestMemory _memory;
    private readonly GuestAddress _registers;
    private readonly GuestAddress _areas;
    private readonly Ring[] _rings;

    /// <summary>Makes a driver for a device. It does nothing until <see cref="SetUp"/>.</summary>
    /// <param name="load">Loads 32 bits as the guest would.</param>
    /// <param name="store">Stores 32 bits as the guest would.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="registers">Guest physical address of the device.</param>
    /// <param name="areas">Guest physical address of the queues, in RAM: 12 KiB for each, aligned to 4 KiB.</param>
    /// <param name="queues">How many queues the device has.</param>
    /// <param name="queueSize">Descriptors of each queue, a power of two up to 256.</param>
    /// <exception cref="ArgumentNullException">A delegate or the memory is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no such queues.</exception>
    public VirtioDriver(
        Func<GuestAddress, uint> load,
        Action<GuestAddress, uint> store,
        GuestMemory memory,
        GuestAddress registers,
        GuestAddress areas,
        int queues = 2,
        int queueSize = DefaultQueueSize)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfLessThan(queues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queueSize, Ring.LargestSize);
        if (!int.IsPow2(queueSize))
        {
            throw new ArgumentOutOfRangeException(nameof(queueSize), queueSize, "The size of a queue is a power of two.");
        }

        (_load, _store, _memory, _registers, _areas) = (load, store, memory, registers, areas);
        QueueSize = queueSize;
        _rings = [.. Enumerable.Range(0, queues).Select(_ => new Ring())];
    }

    /// <summary>Descriptors of each queue.</summary>
    public int QueueSize { get; }

    /// <summary>How many queues the driver sets up.</summary>
    public int QueueCount => _rings.Length;

    /// <summary>The device status (2.1); writing zero resets the device.</summary>
    public uint Status
    {
        get => Load(StatusRegister);
        set => Store(StatusRegister, value);
    }

    /// <summary>InterruptStatus: bit 0, buffers were used; bit 1, the configuration changed or the device asks for a reset.</summary>
    public uint InterruptStatus => Load(InterruptStatusRegister);

    /// <summary>ConfigGeneration: another value when the configuration has changed (4.2.2).</summary>
    public uint Generation => Load(ConfigurationGeneration);

    /// <summary>Loads a register.</summary>
    /// <param name="offset">Bytes from the device's start.</param>
    public uint Load(ulong offset) => _load(_registers + offset);

    /// <summary>Stores to a register.</summary>
    /// <param name="offset">Bytes from the device's start.</param>
    /// <param name="value">The value.</param>
    public void Store(ulong offset, uint value) => _store(_registers + offset, value);

    /// <summary>Reads from the device's configuration (2.5).</summary>
    /// <param name="offset">Bytes from its start, a multiple of 4.</param>
    public uint ReadConfiguration(ulong offset) => Load(Configuration + offset);

    /// <summary>Reads the features that the device offers (2.2).</summary>
    public ulong ReadFeatures()
    {
        ulong features = 0;
        for (uint word = 0; word < 2; word++)
        {
            Store(DeviceFeaturesSelect, word);
            features |= (ulong)Load(DeviceFeatures) << (32 * (int)word);
        }

        return features;
    }

    /// <summary>Resets the device and sets it up (3.1.1).</summary>
    /// <param name="features">What the driver accepts.</param>
    /// <param name="ready">Up to DRIVER_OK; otherwise the device is not to be used yet.</param>
    /// <returns>The device status, <see cref="Working"/> when all went well.</returns>
    public uint SetUp(ulong features = Version1Feature, bool ready = true)
    {
        Status = 0;
        Status = Acknowledged;
        Status = Found;
        for (uint word = 0; word < 2; word++)
        {
            Store(DriverFeaturesSelect, word);
            Store(DriverFeatures, (uint)(features >> (32 * (int)word)));
        }

        Status = FeaturesOk;
        for (int queue = 0; queue < QueueCount; queue++)
        {
            SetUpQueue(queue, (features & EventIndexFeature) != 0);
        }

        if (ready)
        {
            Status |= DriverOk;
        }

        return Status;
    }

    /// <summary>Acknowledges the interrupts that the device reports.</summary>
    /// <returns>What it reported.</returns>
    public uint Acknowledge()
    {
        uint reported = InterruptStatus;
        Store(InterruptAcknowledge, reported);
        return reported;
    }

    /// <summary>Tells the device that a queue has new chains.</summary>
    /// <param name="queue">Number of the queue.</param>
    public void Notify(int queue) => Store(QueueNotify, (uint)queue);

    /// <summary>Sets where an area of the queue that QueueSel selects is.</summary>
    /// <param name="part">0 the descriptors, 1 the driver's ring, 2 the device's.</param>
    /// <param name="address">Guest physical address.</param>
    public void SetArea(uint part, ulong address)
    {
        Store(QueueAreas + (part * 0x10), (uint)address);
        Store(QueueAreas + 4 + (part * 0x10), (uint)(address >> 32));
    }

    // A driver zeroes a queue before it uses it (4.2.3.2).
    private void SetUpQueue(int queue, bool hasEventIndex)
    {
        _memory.Write(AvailableRing(queue), new byte[Page]);
        _memory.Write(UsedRing(queue), new byte[Page]);
        _rings[queue].Reset(QueueSize, hasEventIndex);
        Store(QueueSelect, (uint)queue);
        uint largest = Load(QueueSizeMax);
        if (Load(QueueReady) != 0 || largest < QueueSize)
        {
            throw new InvalidOperationException($"Queue {queue} is in use, or has at most {largest} descriptors of {QueueSize}.");
        }

        Store(QueueSizeRegister, (uint)QueueSize);
        SetArea(0, Table(queue).Value);
        SetArea(1, AvailableRing(queue).Value);
        SetArea(2, UsedRing(queue).Value);
        Store(QueueReady, 1);
    }
}
