// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Runner.Images;
using SeL4.Runner.Protocol;
using SeL4.Runner.Runs;

namespace SeL4.Build.Tests.Testing;

public sealed class ImageVerdictTests
{
    private static readonly CaseResult Passed = new("a", CaseOutcome.Passed, "", TimeSpan.Zero);
    private static readonly CaseResult Failed = new("b", CaseOutcome.Failed, "x", TimeSpan.Zero);

    [Fact]
    public void Each_test_of_a_suite_counts_and_a_sound_run_adds_none() =>
        Assert.Equal([("suite", "a"), ("suite", "b")], Names(Judge(ImageKind.Suite, exit: 1, cases: [Passed, Failed])));

    [Theory]
    [InlineData(1, false)] // exits badly although every test passed
    [InlineData(0, true)]  // exits well although a test failed
    public void A_suite_whose_exit_code_belies_its_tests_fails_as_a_whole(int exit, bool withFailure)
    {
        IReadOnlyList<TestResult> results = Judge(ImageKind.Suite, exit, withFailure ? [Passed, Failed] : [Passed]);
        Assert.Equal(("run", CaseOutcome.Failed), (results[^1].Name, results[^1].Outcome));
        Assert.Contains($"exited with {exit}", results[^1].Message);
    }

    [Fact]
    public void A_suite_with_a_breach_of_the_protocol_fails_as_a_whole()
    {
        IReadOnlyList<TestResult> results = Judge(ImageKind.Suite, 0, [Passed], errors: ["a frame has a wrong checksum"]);
        Assert.Equal([CaseOutcome.Passed, CaseOutcome.Failed], results.Select(r => r.Outcome));
    }

    [Fact]
    public void A_suite_that_never_began_fails() =>
        Assert.Contains("began no suite", Assert.Single(Judge(ImageKind.Suite, 0, [], suite: null)).Message);

    [Theory]
    [InlineData(139, "pc 0x1000\n", CaseOutcome.Passed)]
    [InlineData(0, "pc 0x1000\n", CaseOutcome.Failed)]
    [InlineData(139, "silence\n", CaseOutcome.Failed)]
    public void A_crash_must_end_with_its_code_and_its_report(int exit, string text, CaseOutcome outcome)
    {
        var image = new BootImage { Name = "crash", Kind = ImageKind.Crash, ExpectExit = 139, ExpectOutput = ["^pc 0x[0-9a-f]+$"] };
        Assert.Equal(outcome, Assert.Single(ImageVerdict.Of(image, Outcome(exit, text: text), "log")).Outcome);
    }

    [Theory]
    [InlineData(RunEnd.BootTimeout)]
    [InlineData(RunEnd.SilenceTimeout)]
    [InlineData(RunEnd.TotalTimeout)]
    [InlineData(RunEnd.LineEnded)]
    [InlineData(RunEnd.NotStarted)]
    public void A_run_without_EXIT_fails_with_its_reason_and_the_last_output(RunEnd end)
    {
        RunOutcome outcome = Outcome(null, text: "one\nlast words\n") with { End = end, Explanation = "because" };
        TestResult result = Assert.Single(ImageVerdict.Of(new BootImage { Name = "s" }, outcome, "log"));
        Assert.Equal(CaseOutcome.Failed, result.Outcome);
        Assert.Contains("because", result.Message);
        Assert.Contains("last words", result.Message);
    }

    private static IEnumerable<(string, string)> Names(IReadOnlyList<TestResult> results) =>
        results.Select(r => (r.Suite, r.Name));

    private static IReadOnlyList<TestResult> Judge(
        ImageKind kind, int exit, CaseResult[] cases, string[]? errors = null, string? suite = "suite") =>
        ImageVerdict.Of(
            new BootImage { Name = "suite", Kind = kind }, Outcome(exit, cases, errors) with { Suite = suite }, "log");

    private static RunOutcome Outcome(int? exit, CaseResult[]? cases = null, string[]? errors = null, string text = "") =>
        new(RunEnd.Exit, "ended", exit, null, cases ?? [], errors ?? [], text, TimeSpan.Zero);
}
