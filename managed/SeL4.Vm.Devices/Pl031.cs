// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A PL031 real time clock (Arm DDI 0224): seconds since 1970, which count on by themselves, and an interrupt when they reach a value.
/// The clock runs from the start, as one with a battery does, and a reset of the guest does not touch its time.
/// </summary>
public sealed class Pl031 : RegisterBank, IDisposable
{
    // RTCPeriphID0 to 3 and RTCPCellID0 to 3, 3.3.10 and 3.3.11.
    private static readonly byte[] Identification = [0x31, 0x10, 0x04, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

    // The counter has 32 bits.
    private const long Wrap = 1L << 32;

    // Timers cannot be set for any time: for a later one, the clock looks again in between.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly TimeSpan _start;
    private readonly long _startedAt;
    private readonly Action<bool>? _interrupt;
    private readonly Action<Action>? _post;
    private readonly ITimer? _timer;
    private readonly MmioRegister _match;
    private readonly MmioRegister _load;
    private readonly MmioRegister _mask;
    private long _offset;
    private long _matchesAt;
    private bool _isPending;

    /// <summary>Makes a clock.</summary>
    /// <param name="now">What time it is, such as the clock of the machine says.</param>
    /// <param name="interrupt">Called with the level of the interrupt line when it changes; <see cref="InterruptLine.SetLevel"/> fits.</param>
    /// <param name="post">Takes what is to be done on the VM's thread when the time has come; <see cref="VirtualMachine.Post"/> fits.</param>
    /// <param name="time">What time is measured by from now on; the system's unless given.</param>
    /// <param name="name">A label for people.</param>
    /// <exception cref="ArgumentException">There is an interrupt, and no way to the VM's thread.</exception>
    public Pl031(
        DateTimeOffset now,
        Action<bool>? interrupt = null,
        Action<Action>? post = null,
        TimeProvider? time = null,
        string name = "PL031")
        : base(name)
    {
        if (interrupt is not null && post is null)
        {
            throw new ArgumentException("A clock with an interrupt needs a way to the VM's thread.", nameof(post));
        }

        (_interrupt, _post, _time) = (interrupt, post, time ?? TimeProvider.System);
        (_start, _startedAt) = (now - DateTimeOffset.UnixEpoch, _time.GetTimestamp());
        Define(0x000, "RTCDR", RegisterAccess.Read, read: () => Seconds);
        _match = Define(0x004, "RTCMR", write: SetMatch);
        _load = Define(0x008, "RTCLR", write: Load);

        // 3.3.4: once it runs, writing has no effect.
        Define(0x00c, "RTCCR", reset: 1, writable: 0);
        _mask = Define(0x010, "RTCIMSC", write: SetMask, writable: 1);
        Define(0x014, "RTCRIS", RegisterAccess.Read, read: () => IsPending ? 1ul : 0);
        Define(0x018, "RTCMIS", RegisterAccess.Read, read: () => IsPending ? _mask.Value : 0);
        Define(0x01c, "RTCICR", RegisterAccess.Write, write: Clear);
        for (int i = 0; i < Identification.Length; i++)
        {
            Define(0xfe0 + ((ulong)i * 4), $"ID{i}", RegisterAccess.Read, Identification[i]);
        }

        _matchesAt = NextMatch();
        _timer = interrupt is null
            ? null
            : _time.CreateTimer(_ => PostUpdate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time that the guest reads: seconds since 1970, in 32 bits.</summary>
    public uint Seconds => (uint)(Elapsed + _offset);

    /// <summary>The interrupt line is high.</summary>
    public bool IsInterruptHigh { get; private set; }

    // Seconds since 1970 on the caller's clock, which the guest cannot set.
    private long Elapsed => (_start + _time.GetElapsedTime(_startedAt)).Ticks / TimeSpan.TicksPerSecond;

    private bool IsPending
    {
        get
        {
            Update();
            return _isPending;
        }
    }

    /// <summary>Resets the registers, not the time.</summary>
    public override void Reset()
    {
        base.Reset();
        _isPending = false;
        _matchesAt = NextMatch();
        Update();
    }

    /// <summary>Ends the timer of the interrupt; the clock stays readable.</summary>
    public void Dispose() => _timer?.Dispose();

    private void SetMatch(ulong value)
    {
        _match.Value = value;
        _matchesAt = NextMatch();
        Update();
    }

    private void Load(ulong value)
    {
        _load.Value = value;
        _offset += (uint)value - (long)Seconds;
        _matchesAt = NextMatch();
        Update();
    }

    private void SetMask(ulong value)
    {
        _mask.Value = value;
        Update();
    }

    private void Clear(ulong value)
    {
        Update();
        _isPending &= (value & 1) == 0;
        UpdateLine();
    }

    // When the counter is next at the value to match: now, or before it has been round once.
    private long NextMatch() => Elapsed + (uint)((uint)_match.Value - Seconds);

    private void Update()
    {
        long elapsed = Elapsed;
        if (_matchesAt <= elapsed)
        {
            _isPending = true;
            _matchesAt += ((elapsed - _matchesAt) / Wrap * Wrap) + Wrap;
        }

        UpdateLine();
        SetTimer();
    }

    private void UpdateLine()
    {
        bool isHigh = _isPending && _mask.Value != 0;
        if (isHigh != IsInterruptHigh)
        {
            IsInterruptHigh = isHigh;
            _interrupt?.Invoke(isHigh);
        }
    }

    // While the line cannot rise, nobody has to look.
    private void SetTimer()
    {
        TimeSpan due = TimeSpan.FromSeconds(_matchesAt) - _start - _time.GetElapsedTime(_startedAt);
        bool isWanted = _mask.Value != 0 && !_isPending;
        _timer?.Change(
            !isWanted ? Timeout.InfiniteTimeSpan : due < LongestTimer ? due : LongestTimer,
            Timeout.InfiniteTimeSpan);
    }

    private void PostUpdate()
    {
        try
        {
            _post!(Update);
        }
        catch (ObjectDisposedException)
        {
            // The VM is gone.
        }
    }
}
