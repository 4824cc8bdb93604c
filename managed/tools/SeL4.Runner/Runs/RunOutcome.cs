// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Runner.Runs;

/// <summary>How a run ended.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Explanation">The same in words.</param>
/// <param name="ExitCode">The image's exit code when it gave one.</param>
/// <param name="Suite">The suite that ran, or <see langword="null"/>.</param>
/// <param name="Cases">Its tests.</param>
/// <param name="Errors">Breaches of the protocol; a run with any has failed.</param>
/// <param name="Text">The output, frames left out.</param>
/// <param name="Duration">From the start of the machine to its end.</param>
public sealed record RunOutcome(
    RunEnd End,
    string Explanation,
    int? ExitCode,
    string? Suite,
    IReadOnlyList<CaseResult> Cases,
    IReadOnlyList<string> Errors,
    string Text,
    TimeSpan Duration)
{
    private const int TimeoutStatus = 124;   // as timeout(1) has it
    private const int CancelledStatus = 130; // 128 + SIGINT, as shells have it

    /// <summary>The file with every byte of the serial port: the one that was asked for, or one beside it while another run had that open.</summary>
    public string LogPath { get; init; } = "";

    /// <summary>The status that a command line ends with: the image's own when the run was sound, else not 0.</summary>
    public int Status => End switch
    {
        RunEnd.Exit => Errors.Count == 0 ? ExitCode!.Value & 0xff : Math.Max(1, ExitCode!.Value & 0xff),
        RunEnd.BootTimeout or RunEnd.SilenceTimeout or RunEnd.TotalTimeout => TimeoutStatus,
        RunEnd.Cancelled => CancelledStatus,
        _ => 1,
    };
}
