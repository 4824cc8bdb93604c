// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Runs;

/// <summary>The serial line of something that runs; disposing of it ends both.</summary>
internal interface ISerialLine : IAsyncDisposable
{
    /// <summary>What the image says.</summary>
    Stream Output { get; }

    /// <summary>What is typed to it. Not of an interactive run.</summary>
    Stream Input { get; }

    /// <summary>Why <see cref="Output"/> has come to its end, also in words.</summary>
    Task<(RunEnd End, string Explanation)> ExplainEndAsync();
}
