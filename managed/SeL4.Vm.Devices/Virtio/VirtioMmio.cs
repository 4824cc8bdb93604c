// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>
/// The registers of virtio over MMIO (Virtio 1.2, 4.2) in front of a device. A driver that breaks a rule sees the device ask for a
/// reset (DEVICE_NEEDS_RESET, 2.1.2); the VMM is not harmed, and <see cref="Fault"/> says what was wrong.
/// </summary>
public sealed partial class VirtioMmio : RegisterBank, IVirtioTransport
{
    private const uint Magic = 0x7472_6976;
    private const uint Version = 2;
    private const uint Vendor = 0x344c_6573; // "seL4"
    private const ulong QueueNotify = 0x050;
    private const ulong InterruptAcknowledge = 0x064;
    private const ulong ConfigurationStart = 0x100;

    // 6: reserved feature bits. VIRTIO_F_VERSION_1 must be accepted: there is no legacy interface.
    private const ulong IndirectDescriptors = 1ul << 28;
    private const ulong EventIndex = 1ul << 29;
    private const ulong Version1 = 1ul << 32;

    // InterruptStatus, table 4.1.
    private const uint UsedBufferInterrupt = 1;
    private const uint ConfigurationInterrupt = 2;

    private readonly GuestMemory _memory;
    private readonly VirtioDevice _device;
    private readonly Action<bool>? _interrupt;
    private readonly VirtioQueue[] _queues;
    private MmioRegister _deviceFeaturesSelect = null!;
    private MmioRegister _driverFeaturesSelect = null!;
    private MmioRegister _queueSelect = null!;
    private MmioRegister _interruptStatus = null!;
    private MmioRegister _configGeneration = null!;
    private VirtioStatus _status;
    private ulong _driverFeatures;
    private uint _generation;

    /// <summary>Puts a device behind registers.</summary>
    /// <param name="memory">Memory of the guest, which holds the queues.</param>
    /// <param name="device">The device.</param>
    /// <param name="interrupt">Called with the level of the interrupt line when it changes; <see cref="InterruptLine.SetLevel"/> fits.</param>
    /// <exception cref="ArgumentNullException">There is no memory, or no device.</exception>
    /// <exception cref="InvalidOperationException">The device is behind other registers already.</exception>
    public VirtioMmio(GuestMemory memory, VirtioDevice device, Action<bool>? interrupt = null)
        : base((device ?? throw new ArgumentNullException(nameof(device))).Name)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _memory = memory;
        _device = device;
        _interrupt = interrupt;
        _queues = [.. device.Queues.Select(direction => new VirtioQueue(memory, this, direction, device.LargestChain))];
        _runPosted = RunPosted;
        _serveAgain = [.. Enumerable.Range(0, _queues.Length).Select(index => (Action)(() => ServeAgain(index)))];
        _isServedAgain = new bool[_queues.Length];
        DefineDevice();
        DefineQueues();
        DefineConfiguration();
        device.AttachTo(this);
    }

    /// <summary>Why the device asks for a reset; <see langword="null"/> when it does not.</summary>
    public string? Fault { get; private set; }

    /// <summary>No load has an effect, and what changes is shown at once (see <see cref="RegisterBank.RegistersChanged"/>).</summary>
    protected override bool SupportsDirectReads => true;

    private ulong OfferedFeatures => _device.Features | IndirectDescriptors | EventIndex | Version1;

    private VirtioQueue? Selected => _queueSelect.Value < (ulong)_queues.Length ? _queues[_queueSelect.Value] : null;

    // Set up by the driver, and sound.
    private bool IsLive => (_status & (VirtioStatus.FeaturesOk | VirtioStatus.DriverOk | VirtioStatus.NeedsReset | VirtioStatus.Failed))
        == (VirtioStatus.FeaturesOk | VirtioStatus.DriverOk);

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int length)
    {
        if (offset < ConfigurationStart)
        {
            return base.Read(offset, length);
        }

        Span<byte> value = stackalloc byte[sizeof(ulong)];
        value.Clear();
        ReadOnlySpan<byte> configuration = _device.Configuration;
        int start = (int)Math.Min(offset - ConfigurationStart, (ulong)configuration.Length);
        configuration.Slice(start, Math.Min(length, configuration.Length - start)).CopyTo(value);
        return BinaryPrimitives.ReadUInt64LittleEndian(value);
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, int length, ulong value)
    {
        // The two that each request takes, and that change nothing but what is shown where it changes.
        if (offset == QueueNotify && length == sizeof(uint))
        {
            Notify(value);
        }
        else if (offset == InterruptAcknowledge && length == sizeof(uint))
        {
            InterruptStatus &= ~(uint)value;
        }
        else if (offset < ConfigurationStart)
        {
            base.Write(offset, length, value);
        }
        else
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
            _device.WriteConfiguration(offset - ConfigurationStart, bytes[..length]);
            RegistersChanged();
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        foreach (VirtioQueue queue in _queues)
        {
            queue.Reset();
        }

        (_status, _driverFeatures, Fault) = (VirtioStatus.None, 0, null);
        InterruptStatus = 0;
        _device.Negotiated(0);
        RegistersChanged();
    }

    // Virtio 1.2, table 4.1.
    private void DefineDevice()
    {
        Define(0x000, "MagicValue", RegisterAccess.Read, Magic);
        Define(0x004, "Version", RegisterAccess.Read, Version);
        Define(0x008, "DeviceID", RegisterAccess.Read, _device.DeviceId);
        Define(0x00c, "VendorID", RegisterAccess.Read, Vendor);
        Define(0x010, "DeviceFeatures", RegisterAccess.Read, read: () => Word(OfferedFeatures, _deviceFeaturesSelect.Value));
        _deviceFeaturesSelect = Define(0x014, "DeviceFeaturesSel", RegisterAccess.Write);
        Define(0x020, "DriverFeatures", RegisterAccess.Write, write: SetDriverFeatures);
        _driverFeaturesSelect = Define(0x024, "DriverFeaturesSel", RegisterAccess.Write);
        _interruptStatus = Define(0x060, "InterruptStatus", RegisterAccess.Read);
        Define(InterruptAcknowledge, "InterruptACK", RegisterAccess.Write, write: value => InterruptStatus &= ~(uint)value);
        Define(0x070, "Status", read: () => (ulong)_status, write: SetStatus);
        Define(0x0ac, "SHMSel", RegisterAccess.Write);

        // 4.2.2: the length and base of a region that does not exist read as -1.
        Define(0x0b0, "SHMLenLow", RegisterAccess.Read, uint.MaxValue);
        Define(0x0b4, "SHMLenHigh", RegisterAccess.Read, uint.MaxValue);
        Define(0x0b8, "SHMBaseLow", RegisterAccess.Read, uint.MaxValue);
        Define(0x0bc, "SHMBaseHigh", RegisterAccess.Read, uint.MaxValue);
        _configGeneration = Define(0x0fc, "ConfigGeneration", RegisterAccess.Read, read: () => _generation);
    }

    private void DefineQueues()
    {
        _queueSelect = Define(0x030, "QueueSel", RegisterAccess.Write);
        Define(0x034, "QueueNumMax", RegisterAccess.Read, read: () => Selected is null ? 0 : VirtioQueue.MaxSize);
        Define(0x038, "QueueNum", RegisterAccess.Write, write: value => Change(q => q.Size = (uint)value));
        Define(0x044, "QueueReady", read: () => Selected is { IsReady: true } ? 1ul : 0, write: SetQueueReady);
        Define(QueueNotify, "QueueNotify", RegisterAccess.Write, write: Notify);
        DefineAddress(0x080, "QueueDesc", (q, v) => q.Descriptors = v, q => q.Descriptors);
        DefineAddress(0x090, "QueueDriver", (q, v) => q.Driver = v, q => q.Driver);
        DefineAddress(0x0a0, "QueueDevice", (q, v) => q.Device = v, q => q.Device);
    }

    // For guests that load registers without an exit; loads and stores that come to the device have any width.
    private void DefineConfiguration()
    {
        for (int offset = 0; offset < _device.Configuration.Length; offset += sizeof(uint))
        {
            ulong at = ConfigurationStart + (ulong)offset;
            Define(at, $"Configuration{offset}", RegisterAccess.Read, read: () => Read(at, sizeof(uint)));
        }
    }

    private void DefineAddress(ulong offset, string name, Action<VirtioQueue, ulong> set, Func<VirtioQueue, ulong> get)
    {
        Define(offset, name + "Low", RegisterAccess.Write,
            write: value => Change(q => set(q, (get(q) & 0xffff_ffff_0000_0000) | value)));
        Define(offset + 4, name + "High", RegisterAccess.Write,
            write: value => Change(q => set(q, (get(q) & 0xffff_ffff) | (value << 32))));
    }

    private static ulong Word(ulong features, ulong select) => select switch
    {
        0 => features & uint.MaxValue,
        1 => features >> 32,
        _ => 0,
    };

    // 4.2.2.2: a driver does not change a queue that is ready, and with it the areas that have been checked.
    private void Change(Action<VirtioQueue> change)
    {
        if (Selected is { IsReady: false } queue)
        {
            change(queue);
        }
    }

    // A queue of an impossible size does not become ready, which the driver reads back (4.2.3.2).
    private void SetQueueReady(ulong value)
    {
        if (Selected is not { } queue)
        {
            return;
        }

        if ((value & 1) == 0)
        {
            queue.Stop();
        }
        else if (!queue.IsReady && queue.Size is > 0 and <= VirtioQueue.MaxSize && uint.IsPow2(queue.Size))
        {
            queue.IsReady = true;
            BeginQueue((int)_queueSelect.Value);
        }
    }

    // 3.1.1: features are settled once FEATURES_OK is set.
    private void SetDriverFeatures(ulong value)
    {
        if ((_status & VirtioStatus.FeaturesOk) == 0 && _driverFeaturesSelect.Value < 2)
        {
            int shift = 32 * (int)_driverFeaturesSelect.Value;
            _driverFeatures = (_driverFeatures & ~((ulong)uint.MaxValue << shift)) | (value << shift);
        }
    }

    private void SetStatus(ulong value)
    {
        if (value == 0)
        {
            Reset();
            return;
        }

        bool wasLive = IsLive;
        bool wasSettled = (_status & VirtioStatus.FeaturesOk) != 0;

        // 2.1.1: a driver does not clear bits, except all of them, by a reset.
        _status |= (VirtioStatus)value & VirtioStatus.OfDriver;
        if (!wasSettled && (_status & VirtioStatus.FeaturesOk) != 0)
        {
            Settle();
        }

        if (!wasLive && IsLive)
        {
            Begin();
        }

        // 2.1: the driver has given up, and nobody waits for the device any more.
        if ((_status & VirtioStatus.Failed) != 0)
        {
            AbandonChains();
        }
    }

    // 2.2.2, 6.2: features that were not offered, or a driver of another version, are not accepted; it reads that back.
    private void Settle()
    {
        if ((_driverFeatures & ~OfferedFeatures) != 0 || (_driverFeatures & Version1) == 0)
        {
            _status &= ~VirtioStatus.FeaturesOk;
            return;
        }

        foreach (VirtioQueue queue in _queues)
        {
            queue.HasIndirect = (_driverFeatures & IndirectDescriptors) != 0;
            queue.HasEventIndex = (_driverFeatures & EventIndex) != 0;
        }

        _device.Negotiated(_driverFeatures);
    }
}

/// <summary>Bits of the device status (Virtio 1.2, 2.1).</summary>
[Flags]
internal enum VirtioStatus : uint
{
    None = 0,
    Acknowledge = 1,
    Driver = 2,
    DriverOk = 4,
    FeaturesOk = 8,
    NeedsReset = 0x40,
    Failed = 0x80,

    /// <summary>What a driver sets; the rest is the device's.</summary>
    OfDriver = Acknowledge | Driver | DriverOk | FeaturesOk | Failed,
}
