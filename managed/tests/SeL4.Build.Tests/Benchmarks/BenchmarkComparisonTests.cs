// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Benchmarks;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Benchmarks;

public sealed class BenchmarkComparisonTests
{
    [Theory]
    [InlineData(100, 100, false)]
    [InlineData(100, 105, false)]
    [InlineData(100, 105.1, true)]
    [InlineData(100, 50, false)]
    [InlineData(0, 0, false)]
    [InlineData(0, 1, true)]
    public void More_than_five_percent_more_is_a_regression(double before, double now, bool expected) =>
        Assert.Equal(expected, Assert.Single(BenchmarkComparison.Of(Report(Result("a", before)), Report(Result("a", now)))).IsRegression);

    [Fact]
    public void Figures_are_paired_by_name_language_parameters_and_unit()
    {
        BenchmarkReport before = Report(
            Result("a", 1), Result("a", 2, "C#"), Result("a", 3, parameter: "1"), Result("gone", 4));
        BenchmarkReport now = Report(
            Result("a", 30, parameter: "1"), Result("a", 20, "C#"), Result("new", 5), Result("a", 10));
        Assert.Equal(
            [(3.0, 30.0), (2, 20), (1, 10)],
            BenchmarkComparison.Of(before, now).Select(c => (c.Before.Value, c.Now.Value)));
    }

    [Fact]
    public void The_tables_show_both_languages_and_mark_regressions()
    {
        var console = new TextConsole();
        BenchmarkReport now = Report(Result("round", 2670.4), Result("round", 2864, "C#"), Result("small", 4.96));
        console.Console.Write(BenchmarkTables.Of(now));
        Assert.Contains("│ round     │ 2,670 │ 2,864 │", console.Text);
        Assert.Contains("│ small     │     5 │       │", console.Text);
        console.Console.Write(BenchmarkTables.Of(BenchmarkComparison.Of(Report(Result("round", 2000)), now)));
        Assert.Contains("1.335 │ regression", console.Text);
    }

    private static BenchmarkReport Report(params BenchmarkResult[] results) =>
        new() { Kernel = "k", Build = "release", Cpu = "c", Benchmarks = results };

    private static BenchmarkResult Result(string name, double value, string language = "C", string? parameter = null)
    {
        var result = new BenchmarkResult
        {
            Name = name,
            Language = language,
            Unit = "instructions",
            Value = value,
            Min = value,
            Max = value,
        };
        if (parameter is not null)
        {
            result.Parameters["n"] = parameter;
        }

        return result;
    }
}
