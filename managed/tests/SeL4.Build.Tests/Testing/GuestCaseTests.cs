// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Commands;
using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Images;
using SeL4.Runner.Runs;

namespace SeL4.Build.Tests.Testing;

public sealed class GuestCaseTests
{
    [Fact]
    public void Every_case_is_a_command_that_the_driver_understands()
    {
        IReadOnlyList<GuestCase> cases = GuestCase.Load(TestRepository.Real);
        Assert.NotEmpty(cases);
        Assert.Equal(cases.Count, cases.Select(c => c.Name).Distinct().Count());
        foreach (GuestCase guest in cases)
        {
            IReadOnlyList<string> arguments = guest.ArgumentsFor(TestRepository.Real, "k");
            Assert.Empty(RootCommandFactory.Create(TestRepository.Real).Parse(["run", .. arguments]).Errors);
            Assert.Contains(arguments, argument => argument.Contains(Path.Combine("sdk", "k", "guests"), StringComparison.Ordinal));
            Assert.DoesNotContain(arguments, argument => argument.Contains('{'));
        }
    }

    [Fact]
    public void A_repository_without_cases_has_none()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(GuestCase.Load(new Repository(folder.File("."))));
    }

    [Theory]
    [InlineData(null, "was not built")]
    [InlineData("run-guest", "was not built")]
    [InlineData("run-guest/", "was not built")]
    [InlineData("linux", "was not built")]
    [InlineData("vm-suite", null)]
    [InlineData("vm-suite/", null)]
    public void A_suite_that_is_asked_for_and_cannot_run_says_so(string? filter, string? obstacle)
    {
        var asked = new TestFilter(filter);
        GuestCase[] cases = [new GuestCase { Name = "linux", Arguments = [] }];
        using var folder = new TemporaryFolder();
        Assert.Null(GuestCase.Obstacle(cases, BootImage.FromElf(folder.Write("guest-runner.elf", "")), asked));
        Assert.Equal(obstacle is null, GuestCase.Obstacle(cases, null, asked) is null);
        Assert.Contains(obstacle ?? "", GuestCase.Obstacle(cases, null, asked) ?? "");
        if (filter?.StartsWith("run-guest", StringComparison.Ordinal) ?? true)
        {
            Assert.Contains("runs.json", GuestCase.Obstacle([], null, asked));
        }
    }

    [Fact]
    public void A_run_is_measured_by_status_and_output()
    {
        var guest = new GuestCase
        {
            Name = "a",
            Arguments = [],
            ExpectStatus = 3,
            ExpectOutput = ["^hello$", "x"],
            RejectOutput = ["WRONG"],
        };
        Assert.Empty(Check(guest, Outcome(RunEnd.Exit, 3, "hello\nx\n")));
        Assert.Equal(
            ["status 0 (ended), expected was 3", "the output has nothing that matches 'x'", "the output matches 'WRONG'"],
            Check(guest, Outcome(RunEnd.Exit, 0, "hello\nWRONG\n")));
        Assert.Contains("status 124", Check(guest, Outcome(RunEnd.TotalTimeout, null, "hello\nx\n"))[0]);
        Assert.Equal("bad frame", Check(guest, Outcome(RunEnd.Exit, 3, "hello\nx\n", "bad frame"))[0]);
    }

    [Theory]
    [InlineData("guest-runner", "run-guest/", true)]
    [InlineData("guest-runner", "guest-runner/run", true)]
    [InlineData("demo", "run-guest/", false)]
    [InlineData("demo", "demo/", true)]
    [InlineData("demo", "inputs/", true)]
    [InlineData("demo", "inputs/demo", true)]
    [InlineData("device", "inputs/demo", false)]
    [InlineData("demo", "anything", true)]
    [InlineData("demo", null, true)]
    public void A_named_suite_builds_only_what_it_needs(string program, string? filter, bool needed) =>
        Assert.Equal(needed, KernelTests.MayNeed(program, new TestFilter(filter)));

    private static IReadOnlyList<string> Check(GuestCase guest, RunOutcome outcome) =>
        GuestCaseRuns.Problems(guest, outcome);

    private static RunOutcome Outcome(RunEnd end, int? code, string text, params string[] errors) =>
        new(end, "ended", code, null, [], errors, text, TimeSpan.Zero);
}
