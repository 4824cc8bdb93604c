// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Runs;

/// <summary>Knows which time-out of a run comes next.</summary>
internal sealed class RunClock(TimeProvider time, RunLimits limits)
{
    private readonly long _start = time.GetTimestamp();
    private long? _lastOutput;

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Notes that the serial port spoke.</summary>
    public void NoteOutput() => _lastOutput = time.GetTimestamp();

    /// <summary>The time-out that comes first, how long it is, and how far away it is.</summary>
    public (RunEnd End, double Limit, TimeSpan Left) Next()
    {
        (RunEnd End, double Limit, TimeSpan Left) total = At(RunEnd.TotalTimeout, limits.Total, Elapsed);
        (RunEnd End, double Limit, TimeSpan Left) output = _lastOutput is { } last
            ? At(RunEnd.SilenceTimeout, limits.Silence, time.GetElapsedTime(last))
            : At(RunEnd.BootTimeout, limits.Boot, Elapsed);
        if (output.Left == Timeout.InfiniteTimeSpan)
        {
            return total;
        }

        return total.Left == Timeout.InfiniteTimeSpan || output.Left <= total.Left ? output : total;
    }

    private static (RunEnd End, double Limit, TimeSpan Left) At(RunEnd end, double? limit, TimeSpan passed) => limit is { } seconds
        ? (end, seconds, TimeSpan.FromSeconds(seconds) - passed)
        : (end, 0, Timeout.InfiniteTimeSpan);
}
