// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Benchmarks;

/// <summary>One figure. Less is better, whatever the unit.</summary>
internal sealed record BenchmarkResult
{
    /// <summary>What was measured.</summary>
    public required string Name { get; init; }

    /// <summary>What the measured code is written in: <c>C</c> or <c>C#</c>.</summary>
    public required string Language { get; init; }

    /// <summary>What tells it from others of its name.</summary>
    public SortedDictionary<string, string> Parameters { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Unit of the three values.</summary>
    public required string Unit { get; init; }

    /// <summary>The median of the rounds.</summary>
    public required double Value { get; init; }

    /// <summary>The least of the rounds.</summary>
    public required double Min { get; init; }

    /// <summary>The greatest of the rounds.</summary>
    public required double Max { get; init; }

    /// <summary>Name and parameters: the same for both languages.</summary>
    public string Title() => Parameters.Count == 0
        ? Name
        : $"{Name} ({string.Join(", ", Parameters.Select(p => $"{p.Key} {p.Value}"))})";
}
