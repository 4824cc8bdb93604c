// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>One test.</summary>
/// <param name="Suite">What it belongs to: a test program, a test class, an image.</param>
/// <param name="Name">Its name within the suite.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed or was skipped.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record TestResult(string Suite, string Name, CaseOutcome Outcome, string Message, TimeSpan Duration)
{
    /// <summary>The file with everything the test wrote, or <see langword="null"/>.</summary>
    public string? LogPath { get; init; }
}
