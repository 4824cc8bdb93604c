// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A PL011 UART (Arm DDI 0183). What the guest sends goes to a callback; what it receives is queued. It sends whether the guest has
/// enabled it or not, and is never busy.
/// </summary>
/// <remarks>
/// Time does not pass in it: what arrives raises the receive interrupt at once and whatever the level in UARTIFLS, and the receive
/// time-out interrupt with it. Guests that wait for a level which is never reached, as QEMU lets them, go on.
/// </remarks>
public sealed class Pl011 : RegisterBank
{
    // UARTFR, 3.3.3.
    private const ulong FlagClearToSend = 1 << 0;
    private const ulong FlagDataSetReady = 1 << 1;
    private const ulong FlagDataCarrierDetect = 1 << 2;
    private const ulong FlagReceiveEmpty = 1 << 4;
    private const ulong FlagReceiveFull = 1 << 6;
    private const ulong FlagTransmitEmpty = 1 << 7;
    private const ulong FlagRingIndicator = 1 << 8;

    // UARTDR, 3.3.1; UARTRSR, 3.3.2.
    private const ulong DataOverrun = 1 << 11;
    private const ulong OverrunError = 1 << 3;

    // UARTLCR_H, 3.3.7.
    private const ulong FifosEnabled = 1 << 4;

    // UARTCR, 3.3.8. Bits 6:3 are reserved and read as zero.
    private const ulong ControlBits = 0xff87;
    private const ulong ControlReset = 0x300;
    private const ulong LoopBack = 1 << 7;
    private const ulong DataTransmitReady = 1 << 10;
    private const ulong RequestToSend = 1 << 11;
    private const ulong Out1 = 1 << 12;
    private const ulong Out2 = 1 << 13;

    // UARTRIS, 3.3.11.
    private const ulong RingIndicatorInterrupt = 1 << 0;
    private const ulong ClearToSendInterrupt = 1 << 1;
    private const ulong DataCarrierDetectInterrupt = 1 << 2;
    private const ulong DataSetReadyInterrupt = 1 << 3;
    private const ulong ReceiveInterrupt = 1 << 4;
    private const ulong TransmitInterrupt = 1 << 5;
    private const ulong ReceiveTimeoutInterrupt = 1 << 6;
    private const ulong OverrunInterrupt = 1 << 10;
    private const ulong InterruptBits = 0x7ff;

    // 3.3.16 to 3.3.23.
    private static readonly byte[] Identification = [0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

    // 2.4.2 and 3.3.7: 16 deep, or 1 while the FIFOs are off.
    private const int FifoSize = 16;

    private readonly Queue<ulong> _fifo = new(); // as UARTDR reads
    private readonly Queue<byte> _waiting = new();
    private readonly Action<byte> _transmit;
    private readonly Action<bool>? _interrupt;
    private readonly MmioRegister _data;
    private readonly MmioRegister _lineControl;
    private readonly MmioRegister _control;
    private readonly MmioRegister _mask;
    private ulong _pending;
    private ulong _errors;
    private bool _isOverrun;

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
        _data = Define(0x000, "UARTDR", read: Receive, write: Transmit);

        // Written as UARTECR, whatever the value: it clears the errors (3.3.2).
        Define(0x004, "UARTRSR", read: () => _errors, write: _ => _errors = 0);
        Define(0x018, "UARTFR", RegisterAccess.Read, read: () => Flags);
        Define(0x020, "UARTILPR", writable: 0xff);
        Define(0x024, "UARTIBRD", writable: 0xffff);
        Define(0x028, "UARTFBRD", writable: 0x3f);
        _lineControl = Define(0x02c, "UARTLCR_H", write: ChangeLineControl, writable: 0xff);
        _control = Define(0x030, "UARTCR", reset: ControlReset, write: ChangeControl, writable: ControlBits);
        Define(0x034, "UARTIFLS", reset: 0x12, writable: 0x3f);
        _mask = Define(0x038, "UARTIMSC", write: ChangeMask, writable: InterruptBits);
        Define(0x03c, "UARTRIS", RegisterAccess.Read, read: () => _pending);
        Define(0x040, "UARTMIS", RegisterAccess.Read, read: () => _pending & _mask.Value);
        Define(0x044, "UARTICR", RegisterAccess.Write, write: Clear);
        Define(0x048, "UARTDMACR", writable: 0x7);
        for (int i = 0; i < Identification.Length; i++)
        {
            Define(0xfe0 + ((ulong)i * 4), $"ID{i}", RegisterAccess.Read, Identification[i]);
        }
    }

    /// <summary>The interrupt line is high.</summary>
    public bool IsInterruptHigh { get; private set; }

    /// <summary>Bytes that wait for the guest.</summary>
    public int ReceivedCount => _fifo.Count + _waiting.Count;

    /// <inheritdoc/>
    protected override bool SupportsDirectReads => true;

    private int Depth => (_lineControl.Value & FifosEnabled) != 0 ? FifoSize : 1;

    private bool IsLoopedBack => (_control.Value & LoopBack) != 0;

    private ulong Flags => FlagTransmitEmpty
        | (_fifo.Count == 0 ? FlagReceiveEmpty : 0)
        | (_fifo.Count >= Depth ? FlagReceiveFull : 0)
        | ModemFlags;

    // 2.4.3, table 3-12: looped back, the modem outputs are its inputs; outside, nothing is connected.
    private ulong ModemFlags => !IsLoopedBack ? 0 : Looped(RequestToSend, FlagClearToSend) | Looped(DataTransmitReady, FlagDataSetReady)
        | Looped(Out1, FlagDataCarrierDetect) | Looped(Out2, FlagRingIndicator);

    /// <summary>Lets bytes arrive. None is lost: those that exceed the FIFO, or come while the guest loops back, wait in front of it.</summary>
    /// <param name="data">The bytes.</param>
    public void Receive(ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            _waiting.Enqueue(value);
        }

        Fill();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _fifo.Clear();
        _waiting.Clear();
        (_pending, _errors, _isOverrun) = (0, 0, false);
        UpdateLine();
        _data.HasReadEffect = false;
        RegistersChanged();
    }

    private ulong Looped(ulong output, ulong input) => (_control.Value & output) != 0 ? input : 0;

    private ulong Receive()
    {
        if (!_fifo.TryDequeue(out ulong value))
        {
            return 0;
        }

        Fill();
        if (_fifo.Count == 0)
        {
            Clear(ReceiveInterrupt | ReceiveTimeoutInterrupt);
            _data.HasReadEffect = false;
        }

        return value;
    }

    // What waits arrives as soon as there is room: each byte with an interrupt of its own, should the guest have cleared the last.
    private void Fill()
    {
        while (!IsLoopedBack && _fifo.Count < Depth && _waiting.TryDequeue(out byte value))
        {
            Take(value);
        }
    }

    // 2.4.2: an overrun is noted with the next byte that there is room for.
    private void Take(byte value)
    {
        _fifo.Enqueue(value | (_isOverrun ? DataOverrun : 0));
        _isOverrun = false;
        _data.HasReadEffect = true;
        Raise(ReceiveInterrupt | ReceiveTimeoutInterrupt);
    }

    private void Transmit(ulong value)
    {
        if (IsLoopedBack)
        {
            Loop((byte)value);
        }
        else
        {
            _transmit((byte)value);
        }

        Raise(TransmitInterrupt);
    }

    // Here the sender is the guest itself: what exceeds the FIFO is lost, as the hardware loses it (2.4.2).
    private void Loop(byte value)
    {
        if (_fifo.Count >= Depth)
        {
            _errors |= OverrunError;
            _isOverrun = true;
            Raise(OverrunInterrupt);
            return;
        }

        Take(value);
    }

    private void ChangeLineControl(ulong value)
    {
        _lineControl.Value = value;
        Fill();
    }

    // 3.3.11: each modem input interrupts when it changes.
    private void ChangeControl(ulong value)
    {
        ulong before = ModemFlags;
        _control.Value = value;
        ulong changed = before ^ ModemFlags;
        Raise(Changed(FlagRingIndicator, RingIndicatorInterrupt) | Changed(FlagClearToSend, ClearToSendInterrupt)
            | Changed(FlagDataCarrierDetect, DataCarrierDetectInterrupt) | Changed(FlagDataSetReady, DataSetReadyInterrupt));
        Fill();

        ulong Changed(ulong flag, ulong interrupt) => (changed & flag) != 0 ? interrupt : 0;
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
