// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using Spectre.Console;

namespace SeL4.Build.Benchmarks;

/// <summary>The tables of <c>bench</c>.</summary>
internal static class BenchmarkTables
{
    /// <summary>C and C# side by side.</summary>
    public static Table Of(BenchmarkReport report)
    {
        Table table = new Table().Border(TableBorder.Square)
            .AddColumn("Benchmark").AddColumn(Right("C")).AddColumn(Right("C#")).AddColumn("Unit");
        foreach (var group in report.Benchmarks.GroupBy(result => (Title: result.Title(), result.Unit)))
        {
            table.AddRow(
                Markup.Escape(group.Key.Title), Value(group, "C"), Value(group, "C#"), Markup.Escape(group.Key.Unit));
        }

        return table;
    }

    /// <summary>Before, now and the ratio; regressions are marked.</summary>
    public static Table Of(IReadOnlyList<BenchmarkComparison> comparisons)
    {
        Table table = new Table().Border(TableBorder.Square)
            .AddColumn("Benchmark").AddColumn("Language").AddColumn(Right("Before")).AddColumn(Right("Now"))
            .AddColumn(Right("Ratio")).AddColumn("");
        foreach (BenchmarkComparison comparison in comparisons)
        {
            table.AddRow(
                Markup.Escape(comparison.Now.Title()),
                comparison.Now.Language,
                Number(comparison.Before.Value),
                Number(comparison.Now.Value),
                comparison.Ratio.ToString("0.000", CultureInfo.InvariantCulture),
                comparison.IsRegression ? "[red]regression[/]" : "");
        }

        return table;
    }

    /// <summary>With thousands apart; fractions only where they matter.</summary>
    internal static string Number(double value) =>
        value.ToString(value < 100 ? "#,0.#" : "#,0", CultureInfo.InvariantCulture);

    private static string Value(IEnumerable<BenchmarkResult> results, string language) =>
        results.FirstOrDefault(result => result.Language == language) is { } found ? Number(found.Value) : "";

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();
}
