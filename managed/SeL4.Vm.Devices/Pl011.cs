// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A PL011 UART (Arm DDI 0183). What the guest sends goes to a callback; what it receives is queued.</summary>
public sealed class Pl011 : RegisterBank
{
    // UARTFR, 3.3.3.
    private const ulong FlagReceiveEmpty = 1 << 4;
    private const ulong FlagReceiveFull = 1 << 6;
    private const ulong FlagTransmitEmpty = 1 << 7;

    // UARTRIS, 3.3.11.
    private const ulong ReceiveInterrupt = 1 << 4;
    private const ulong TransmitInterrupt = 1 << 5;
    private const ulong ReceiveTimeoutInterrupt = 1 << 6;

    // 3.3.16 to 3.3.23.
    private static readonly byte[] Identification = [0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

    private const int FifoSize = 16;

    private readonly Queue<byte> _received = new();
    private readonly Action<byte> _transmit;
    private readonly Action<bool>? _interrupt;
    private readonly MmioRegister _mask;
    private ulong _pending;

    /// <summary>Makes a UART.</summary>
    /// <param name="transmit">Called with each byte that the guest sends.</param>
    /// <param name="interrupt">Called with the level of the interrupt line when it changes; <see cref="InterruptLine.SetLevel"/> fits.</param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentNullException"><paramref name="transmit"/> is <see langword="null"/>.</exception>
    public Pl011(Action<byte> transmit, Action<bool>? interrupt = null, string name = "PL011")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(transmit);
        _transmit = transmit;
        _interrupt = interrupt;
        Define(0x000, "UARTDR", read: Receive, write: Transmit);
        Define(0x004, "UARTRSR");
        Define(0x018, "UARTFR", RegisterAccess.Read, read: () => Flags);
        Define(0x020, "UARTILPR");
        Define(0x024, "UARTIBRD");
        Define(0x028, "UARTFBRD");
        Define(0x02c, "UARTLCR_H");
        Define(0x030, "UARTCR", reset: 0x300);
        Define(0x034, "UARTIFLS", reset: 0x12);
        _mask = Define(0x038, "UARTIMSC", write: value => ChangeMask(value & 0x7ff));
        Define(0x03c, "UARTRIS", RegisterAccess.Read, read: () => _pending);
        Define(0x040, "UARTMIS", RegisterAccess.Read, read: () => _pending & _mask.Value);
        Define(0x044, "UARTICR", RegisterAccess.Write, write: Clear);
        Define(0x048, "UARTDMACR");
        for (int i = 0; i < Identification.Length; i++)
        {
            Define(0xfe0 + ((ulong)i * 4), $"ID{i}", RegisterAccess.Read, Identification[i]);
        }
    }

    /// <summary>The interrupt line is high.</summary>
    public bool IsInterruptHigh { get; private set; }

    /// <summary>Bytes that wait for the guest.</summary>
    public int ReceivedCount => _received.Count;

    private ulong Flags =>
        FlagTransmitEmpty | (_received.Count == 0 ? FlagReceiveEmpty : 0) | (_received.Count >= FifoSize ? FlagReceiveFull : 0);

    /// <summary>Lets bytes arrive. None is lost: those that exceed the FIFO wait behind it.</summary>
    /// <param name="data">The bytes.</param>
    public void Receive(ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            _received.Enqueue(value);
        }

        if (!data.IsEmpty)
        {
            Raise(ReceiveInterrupt | ReceiveTimeoutInterrupt);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _received.Clear();
        _pending = 0;
        UpdateLine();
    }

    private ulong Receive()
    {
        ulong value = _received.TryDequeue(out byte data) ? data : 0ul;
        if (_received.Count == 0)
        {
            Clear(ReceiveInterrupt | ReceiveTimeoutInterrupt);
        }

        return value;
    }

    private void Transmit(ulong value)
    {
        _transmit((byte)value);
        Raise(TransmitInterrupt);
    }

    private void ChangeMask(ulong value)
    {
        _mask.Value = value;
        UpdateLine();
    }

    private void Raise(ulong interrupts)
    {
        _pending |= interrupts;
        UpdateLine();
    }

    private void Clear(ulong interrupts)
    {
        _pending &= ~interrupts;
        UpdateLine();
    }

    private void UpdateLine()
    {
        bool isHigh = (_pending & _mask.Value) != 0;
        if (isHigh != IsInterruptHigh)
        {
            IsInterruptHigh = isHigh;
            _interrupt?.Invoke(isHigh);
        }
    }
}
