// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Reporting;
using SeL4.Runner.Protocol;
using Spectre.Console;

namespace SeL4.Build.Testing;

/// <summary>Prints what a test run found: a table for each group, each failure, and the totals as the last line.</summary>
internal static class SummaryPrinter
{
    private const int MessageLines = 25;

    public static void Print(IAnsiConsole console, IReadOnlyList<TestGroup> groups)
    {
        foreach (TestGroup group in groups)
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{Markup.Escape(group.Title)}[/]");
            if (group.Count(CaseOutcome.Skipped) < group.Results.Count)
            {
                console.Write(Table(group));
            }

            PrintSkipped(console, group);
        }

        foreach (TestGroup group in groups)
        {
            foreach (TestResult failure in group.Results.Where(r => r.Outcome == CaseOutcome.Failed))
            {
                PrintFailure(console, group, failure);
            }
        }
    }

    /// <summary>The totals, in the form that CI looks for.</summary>
    public static string Totals(IReadOnlyList<TestGroup> groups)
    {
        int Sum(CaseOutcome outcome) => groups.Sum(g => g.Count(outcome));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Sum(CaseOutcome.Passed)} passed, {Sum(CaseOutcome.Failed)} failed, {Sum(CaseOutcome.Skipped)} skipped");
    }

    private static Table Table(TestGroup group)
    {
        Table table = new Table().Border(TableBorder.Square);
        table.AddColumn("Suite");
        foreach (string heading in new[] { "Passed", "Failed", "Skipped", "Time" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (IGrouping<string, TestResult> suite in group.Results.GroupBy(r => r.Suite))
        {
            Row(table, suite.Key, [.. suite]);
        }

        Row(table, "total", group.Results);
        return table;
    }

    private static void Row(Table table, string name, IReadOnlyList<TestResult> results)
    {
        int Count(CaseOutcome outcome) => results.Count(r => r.Outcome == outcome);
        int failed = Count(CaseOutcome.Failed);
        TimeSpan time = results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Duration);
        table.AddRow(
            Markup.Escape(name),
            Number(Count(CaseOutcome.Passed)),
            failed == 0 ? "0" : $"[red]{failed}[/]",
            Number(Count(CaseOutcome.Skipped)),
            StepReporter.Seconds(time));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void PrintSkipped(IAnsiConsole console, TestGroup group)
    {
        foreach (TestResult skipped in group.Results.Where(r => r.Outcome == CaseOutcome.Skipped))
        {
            console.MarkupLine($"[yellow]skipped[/] {Markup.Escape($"{skipped.Suite}/{skipped.Name}: {skipped.Message}")}");
        }
    }

    private static void PrintFailure(IAnsiConsole console, TestGroup group, TestResult failure)
    {
        console.WriteLine();
        console.MarkupLine($"[red]failed[/] {Markup.Escape($"{group.Id}: {failure.Suite}/{failure.Name}")}");
        string[] lines = failure.Message.Split('\n');
        foreach (string line in lines.Take(MessageLines))
        {
            console.WriteLine("  " + line.TrimEnd());
        }

        if (failure.LogPath is not null)
        {
            console.MarkupLine($"  [grey]log: {Markup.Escape(failure.LogPath)}[/]");
        }
    }
}
