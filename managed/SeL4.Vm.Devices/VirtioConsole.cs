// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A console device behind virtio-mmio (Virtio 1.2, 4.2 and 5.3) with one port: queue 0 receives, queue 1 transmits.
/// A guest that sets its queues up wrongly sees the device ask for a reset; the VMM is not harmed.
/// </summary>
public sealed class VirtioConsole : RegisterBank
{
    private const uint Magic = 0x7472_6976;
    private const uint Version = 2;
    private const uint ConsoleDevice = 3;
    private const uint Vendor = 0x344c_6573;
    private const uint FeatureVersion1Word = 1; // VIRTIO_F_VERSION_1 is bit 32

    // Device status, 2.1.
    private const uint DriverOk = 4;
    private const uint FeaturesOk = 8;
    private const uint NeedsReset = 0x40;

    // InterruptStatus, table 4.1.
    private const uint UsedBufferInterrupt = 1;
    private const uint ConfigurationInterrupt = 2;

    private const int ReceiveQueue = 0;
    private const int TransmitQueue = 1;
    private const int LargestPiece = 64 * 1024;

    // Bytes that one notification may make the VMM send, while which nothing else of the guest is served.
    private const ulong LargestTransfer = 0x40_0000;

    private readonly GuestMemory _memory;
    private readonly Action<ReadOnlyMemory<byte>> _transmit;
    private readonly Action<bool>? _interrupt;
    private readonly VirtioQueue[] _queues = [new(), new()];
    private readonly Queue<byte> _waiting = new();
    private MmioRegister _deviceFeaturesSelect = null!;
    private MmioRegister _driverFeaturesSelect = null!;
    private MmioRegister _queueSelect = null!;
    private MmioRegister _status = null!;
    private uint _interruptStatus;
    private bool _driverKnowsVersion1;

    /// <summary>Makes a console.</summary>
    /// <param name="memory">Memory of the guest, which holds the queues.</param>
    /// <param name="transmit">Called with what the guest sends.</param>
    /// <param name="interrupt">Called with the level of the interrupt line when it changes; <see cref="InterruptLine.SetLevel"/> fits.</param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentNullException">There is no memory, or nobody to transmit to.</exception>
    public VirtioConsole(
        GuestMemory memory, Action<ReadOnlyMemory<byte>> transmit, Action<bool>? interrupt = null, string name = "virtio-console")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(transmit);
        _memory = memory;
        _transmit = transmit;
        _interrupt = interrupt;
        DefineDevice();
        DefineQueues();
    }

    /// <summary>Bytes that wait for the guest to offer a buffer.</summary>
    public int WaitingCount => _waiting.Count;

    // Set up by the guest, and sound.
    private bool IsLive => (_status.Value & (DriverOk | NeedsReset)) == DriverOk;

    private VirtioQueue? Selected => _queueSelect.Value < (ulong)_queues.Length ? _queues[_queueSelect.Value] : null;

    /// <summary>Lets bytes arrive; they wait until the guest offers buffers.</summary>
    /// <param name="data">The bytes.</param>
    public void Receive(ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            _waiting.Enqueue(value);
        }

        Guard(FillReceiveQueue);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        foreach (VirtioQueue queue in _queues)
        {
            queue.Reset();
        }

        _driverKnowsVersion1 = false;
        SetInterrupt(0);
    }

    // Virtio 1.2, table 4.1.
    private void DefineDevice()
    {
        Define(0x000, "MagicValue", RegisterAccess.Read, Magic);
        Define(0x004, "Version", RegisterAccess.Read, Version);
        Define(0x008, "DeviceID", RegisterAccess.Read, ConsoleDevice);
        Define(0x00c, "VendorID", RegisterAccess.Read, Vendor);
        Define(0x010, "DeviceFeatures", RegisterAccess.Read,
            read: () => _deviceFeaturesSelect.Value == FeatureVersion1Word ? 1ul : 0);
        _deviceFeaturesSelect = Define(0x014, "DeviceFeaturesSel", RegisterAccess.Write);
        Define(0x020, "DriverFeatures", RegisterAccess.Write, write: SetDriverFeatures);
        _driverFeaturesSelect = Define(0x024, "DriverFeaturesSel", RegisterAccess.Write);
        Define(0x060, "InterruptStatus", RegisterAccess.Read, read: () => _interruptStatus);
        Define(0x064, "InterruptACK", RegisterAccess.Write, write: value => SetInterrupt(_interruptStatus & ~(uint)value));
        _status = Define(0x070, "Status", write: SetStatus);
        Define(0x0fc, "ConfigGeneration", RegisterAccess.Read);
    }

    private void DefineQueues()
    {
        _queueSelect = Define(0x030, "QueueSel", RegisterAccess.Write);
        Define(0x034, "QueueNumMax", RegisterAccess.Read, read: () => Selected is null ? 0 : VirtioQueue.MaxSize);
        Define(0x038, "QueueNum", RegisterAccess.Write, write: value => Change(q => q.Size = CheckedSize(value)));
        Define(0x044, "QueueReady", read: () => Selected is { IsReady: true } ? 1ul : 0, write: value => Change(q => q.IsReady = value == 1));
        Define(0x050, "QueueNotify", RegisterAccess.Write, write: Notify);
        DefineAddress(0x080, "QueueDesc", (q, v) => q.Descriptors = v, q => q.Descriptors);
        DefineAddress(0x090, "QueueDriver", (q, v) => q.Driver = v, q => q.Driver);
        DefineAddress(0x0a0, "QueueDevice", (q, v) => q.Device = v, q => q.Device);
    }

    private void DefineAddress(ulong offset, string name, Action<VirtioQueue, ulong> set, Func<VirtioQueue, ulong> get)
    {
        Define(offset, name + "Low", RegisterAccess.Write,
            write: value => Change(q => set(q, (get(q) & 0xffff_ffff_0000_0000) | value)));
        Define(offset + 4, name + "High", RegisterAccess.Write,
            write: value => Change(q => set(q, (get(q) & 0xffff_ffff) | (value << 32))));
    }

    private static uint CheckedSize(ulong value) =>
        value is > 0 and <= VirtioQueue.MaxSize && ulong.IsPow2(value) ? (uint)value : VirtioQueue.MaxSize;

    private void Change(Action<VirtioQueue> change)
    {
        if (Selected is { } queue)
        {
            change(queue);
        }
    }

    private void SetDriverFeatures(ulong value)
    {
        if (_driverFeaturesSelect.Value == FeatureVersion1Word)
        {
            _driverKnowsVersion1 = (value & 1) != 0;
        }
    }

    // A driver of another version is told so by FEATURES_OK, which it does not read back.
    private void SetStatus(ulong value)
    {
        if (value == 0)
        {
            Reset();
        }
        else
        {
            bool wasLive = IsLive;
            _status.Value = (_status.Value & NeedsReset) | (_driverKnowsVersion1 ? value : value & ~(ulong)FeaturesOk);
            if (!wasLive)
            {
                // Bytes may have come, and buffers may have been offered, before the driver was ready.
                Guard(FillReceiveQueue);
                Guard(DrainTransmitQueue);
            }
        }
    }

    private void Notify(ulong queue)
    {
        switch (queue)
        {
            case ReceiveQueue:
                Guard(FillReceiveQueue);
                break;
            case TransmitQueue:
                Guard(DrainTransmitQueue);
                break;
        }
    }

    // What the queues hold is the guest's: addresses that are not memory must not end the VMM.
    private void Guard(Action action)
    {
        try
        {
            if (IsLive)
            {
                action();
            }
        }
        catch (Exception exception) when (exception is GuestMemoryException or OverflowException or InvalidDataException)
        {
            _status.Value |= NeedsReset;
            SetInterrupt(_interruptStatus | ConfigurationInterrupt);
        }
    }

    // A queue holds no more chains than its size; one that is offered meanwhile comes with a notification of its own.
    private void DrainTransmitQueue()
    {
        VirtioQueue queue = _queues[TransmitQueue];
        bool any = false;
        ulong total = 0;
        for (uint chains = 0; chains < queue.Size && queue.TryTake(_memory, out ushort head); chains++)
        {
            IReadOnlyList<GuestRange> ranges = queue.Buffers(_memory, head, deviceWrites: false);
            foreach (GuestRange range in ranges)
            {
                total += range.Size;
            }

            if (total > LargestTransfer)
            {
                throw new InvalidDataException($"{total} bytes with one notification; the limit is {LargestTransfer}.");
            }

            foreach (GuestRange range in ranges)
            {
                Send(range);
            }

            queue.Return(_memory, head, 0);
            any = true;
        }

        if (any && queue.WantsInterrupt(_memory))
        {
            SetInterrupt(_interruptStatus | UsedBufferInterrupt);
        }
    }

    private void Send(GuestRange range)
    {
        for (ulong sent = 0; sent < range.Size;)
        {
            byte[] piece = new byte[Math.Min(LargestPiece, range.Size - sent)];
            _memory.Read(range.Start + sent, piece);
            _transmit(piece);
            sent += (ulong)piece.Length;
        }
    }

    private void FillReceiveQueue()
    {
        VirtioQueue queue = _queues[ReceiveQueue];
        bool any = false;
        for (uint chains = 0; chains < queue.Size && _waiting.Count > 0 && queue.TryTake(_memory, out ushort head); chains++)
        {
            uint written = 0;
            foreach (GuestRange range in queue.Buffers(_memory, head, deviceWrites: true))
            {
                byte[] piece = new byte[Math.Min((ulong)_waiting.Count, range.Size)];
                for (int i = 0; i < piece.Length; i++)
                {
                    piece[i] = _waiting.Dequeue();
                }

                _memory.Write(range.Start, piece);
                written += (uint)piece.Length;
            }

            queue.Return(_memory, head, written);
            any = true;
        }

        if (any && queue.WantsInterrupt(_memory))
        {
            SetInterrupt(_interruptStatus | UsedBufferInterrupt);
        }
    }

    private void SetInterrupt(uint status)
    {
        bool changes = (status != 0) != (_interruptStatus != 0);
        _interruptStatus = status;
        if (changes)
        {
            _interrupt?.Invoke(status != 0);
        }
    }
}
