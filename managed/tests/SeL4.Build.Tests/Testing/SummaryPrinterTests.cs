// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Testing;

public sealed class SummaryPrinterTests
{
    [Fact]
    public void The_totals_have_exactly_the_form_that_CI_looks_for() =>
        Assert.Equal("2 passed, 1 failed, 2 skipped", SummaryPrinter.Totals([Group("a", failed: true), Group("b", failed: false)]));

    [Fact]
    public void Each_group_has_a_table_each_failure_its_message_and_each_skip_its_reason()
    {
        var console = new TextConsole();
        SummaryPrinter.Print(console.Console, [Group("debug", failed: true), Group("release", failed: false)]);
        Assert.Contains("title of debug", console.Text);
        Assert.Contains("title of release", console.Text);
        Assert.Contains("skipped api/c: no [MCS]", console.Text);
        Assert.Contains("failed debug: api/b", console.Text);
        Assert.Contains("  it is [red]", console.Text);
        Assert.DoesNotContain("failed release", console.Text);
    }

    [Fact]
    public void A_group_that_was_skipped_is_one_line_without_a_table()
    {
        var group = new TestGroup("absent", "absent kernel");
        group.Add(new TestResult("kernel", "absent", CaseOutcome.Skipped, "not here", TimeSpan.Zero));
        var console = new TextConsole();
        SummaryPrinter.Print(console.Console, [group]);
        Assert.Equal(["absent kernel", "skipped kernel/absent: not here"], console.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static TestGroup Group(string id, bool failed)
    {
        var group = new TestGroup(id, $"title of {id}");
        group.Add(new TestResult("api", "a", CaseOutcome.Passed, "", TimeSpan.Zero));
        if (failed)
        {
            group.Add(new TestResult("api", "b", CaseOutcome.Failed, "it is [red]", TimeSpan.Zero));
        }

        group.Add(new TestResult("api", "c", CaseOutcome.Skipped, "no [MCS]", TimeSpan.Zero));
        return group;
    }
}
