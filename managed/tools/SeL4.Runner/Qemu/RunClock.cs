// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;

namespace SeL4.Runner.Qemu;

/// <summary>Knows which time-out of a run comes next.</summary>
internal sealed class RunClock
{
    private readonly TimeProvider _time;
    private readonly MachineTimeouts _timeouts;
    private readonly double _total;
    private readonly bool _hasBoot;
    private readonly bool _hasSilence;
    private readonly bool _hasTotal;
    private readonly long _start;
    private long? _lastOutput;

    public RunClock(TimeProvider time, RunRequest request)
    {
        _time = time;
        _timeouts = request.Machine.Timeouts;
        _total = request.TotalSeconds ?? _timeouts.Total;
        _hasBoot = request.GdbPort is null;
        _hasSilence = _hasBoot && !request.Interactive;
        _hasTotal = _hasSilence || (request.GdbPort is not null && request.TotalSeconds is not null);
        _start = time.GetTimestamp();
    }

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    /// <summary>Notes that the serial port spoke.</summary>
    public void NoteOutput() => _lastOutput = _time.GetTimestamp();

    /// <summary>The time-out that comes first, how long it is, and how far away it is.</summary>
    public (RunEnd End, double Limit, TimeSpan Left) Next()
    {
        (RunEnd End, double Limit, TimeSpan Left) total = (RunEnd.TotalTimeout, _total,
            _hasTotal ? TimeSpan.FromSeconds(_total) - Elapsed : Timeout.InfiniteTimeSpan);
        (RunEnd End, double Limit, TimeSpan Left) output = _lastOutput is { } last
            ? (RunEnd.SilenceTimeout, _timeouts.Silence,
                _hasSilence ? TimeSpan.FromSeconds(_timeouts.Silence) - _time.GetElapsedTime(last) : Timeout.InfiniteTimeSpan)
            : (RunEnd.BootTimeout, _timeouts.Boot,
                _hasBoot ? TimeSpan.FromSeconds(_timeouts.Boot) - Elapsed : Timeout.InfiniteTimeSpan);
        if (output.Left == Timeout.InfiniteTimeSpan)
        {
            return total;
        }

        return total.Left == Timeout.InfiniteTimeSpan || output.Left <= total.Left ? output : total;
    }
}
