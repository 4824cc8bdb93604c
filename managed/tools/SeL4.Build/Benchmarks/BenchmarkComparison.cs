// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Benchmarks;

/// <summary>A figure now beside the same one of an earlier run.</summary>
internal sealed record BenchmarkComparison(BenchmarkResult Before, BenchmarkResult Now)
{
    /// <summary>Growth from which on a figure counts as worse.</summary>
    public const double Tolerance = 0.05;

    /// <summary>Now for 1 before; 1 when both are 0.</summary>
    public double Ratio => Before.Value == Now.Value ? 1 : Now.Value / Before.Value;

    /// <summary>Worse by more than the tolerance.</summary>
    public bool IsRegression => Ratio > 1 + Tolerance;

    /// <summary>Pairs the figures that both runs have, in the order of the later one.</summary>
    public static IReadOnlyList<BenchmarkComparison> Of(BenchmarkReport before, BenchmarkReport now)
    {
        ILookup<string, BenchmarkResult> earlier = before.Benchmarks.ToLookup(Key);
        return [.. now.Benchmarks
            .Where(result => earlier.Contains(Key(result)))
            .Select(result => new BenchmarkComparison(earlier[Key(result)].First(), result))];
    }

    private static string Key(BenchmarkResult result) => $"{result.Language} {result.Unit} {result.Title()}";
}
