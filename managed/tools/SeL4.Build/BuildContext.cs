// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build;

/// <summary>What every step of one command shares.</summary>
internal sealed record BuildContext(
    Repository Repository, StepReporter Steps, ProcessRunner Runner, int Jobs, CancellationToken Cancellation)
{
    /// <summary>Missing packages may be installed.</summary>
    public bool MayInstall { get; init; } = true;

    /// <summary>MSBuild properties that the C# programs are built with, <c>NAME=VALUE</c>, in place of their own.</summary>
    public IReadOnlyList<string> ImageProperties { get; init; } = [];

    /// <summary>Where results of tests and serial logs go.</summary>
    public string Results { get; init; } = Repository.TestResults;
}
