// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Tests.Support;

/// <summary>A command's context over a folder of a test.</summary>
internal static class TestContext
{
    public static BuildContext Create(string root, TextConsole? console = null) => new(
        new Repository(root),
        new StepReporter((console ?? new TextConsole()).Console, verbose: false),
        new ProcessRunner(),
        Jobs: 1,
        CancellationToken.None);
}
