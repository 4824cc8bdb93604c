// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Runner.Runs;

/// <summary>What a run does with the serial line, whatever is at its other end.</summary>
public abstract class SerialRequest
{
    /// <summary>Where every byte of the serial port is kept; <see cref="RunOutcome.LogPath"/> when another run is writing there.</summary>
    public required string LogPath { get; init; }

    /// <summary>The total time-out in seconds; <see langword="null"/> takes the machine's.</summary>
    public double? TotalSeconds { get; init; }

    /// <summary>What to type when the output so far contains <see cref="InputAfter"/>. Not when interactive.</summary>
    public string? Input { get; init; }

    /// <summary>The output to wait for before typing <see cref="Input"/>.</summary>
    public string InputAfter { get; init; } = "";

    /// <summary>Takes the text for the terminal, frames left out. May be <see langword="null"/>.</summary>
    public Stream? Output { get; init; }

    /// <summary>Called with each frame as it comes, after it was recorded.</summary>
    public Action<Frame>? FrameSeen { get; init; }

    /// <summary>Which time-outs hold.</summary>
    internal abstract RunLimits Limits { get; }
}
