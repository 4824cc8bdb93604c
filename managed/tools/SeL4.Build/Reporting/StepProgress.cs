// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Reporting;

/// <summary>Takes what a running step has to say, line by line.</summary>
internal sealed class StepProgress(Action<string> line)
{
    /// <summary>A step that nobody watches.</summary>
    public static StepProgress Silent { get; } = new(_ => { });

    public void Line(string text) => line(text);
}
