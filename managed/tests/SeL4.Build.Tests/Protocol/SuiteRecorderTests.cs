// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Protocol;

public sealed class SuiteRecorderTests
{
    [Fact]
    public void A_sound_suite_has_no_errors()
    {
        SuiteRecorder suite = Record(
            "BEGIN api 3", "START a", "PASS a", "START b", "FAIL b is 1", "START c", "SKIP c no MCS", "END 1 1 1", "EXIT 1");
        Assert.Empty(suite.Errors);
        Assert.Equal("api", suite.Suite);
        Assert.Equal(1, suite.ExitCode);
        Assert.Equal(
            [("a", CaseOutcome.Passed, ""), ("b", CaseOutcome.Failed, "is 1"), ("c", CaseOutcome.Skipped, "no MCS")],
            suite.Cases.Select(c => (c.Name, c.Outcome, c.Message)));
    }

    [Theory]
    [InlineData("counted 2 passed, 1 were seen", "BEGIN s 1", "START a", "PASS a", "END 2 0 0", "EXIT 0")]
    [InlineData("counted 0 failed, 1 were seen", "BEGIN s 1", "START a", "FAIL a x", "END 0 0 0", "EXIT 0")]
    [InlineData("counted 1 skipped, 0 were seen", "BEGIN s 1", "START a", "PASS a", "END 1 0 1", "EXIT 0")]
    [InlineData("announced 2 tests, 1 answered", "BEGIN s 2", "START a", "PASS a", "END 1 0 0", "EXIT 0")]
    [InlineData("test b answered, but a was running", "BEGIN s 1", "START a", "PASS b", "PASS a", "END 1 0 0", "EXIT 0")]
    [InlineData("test a answered, but none was running", "BEGIN s 0", "PASS a", "END 0 0 0", "EXIT 0")]
    [InlineData("did not end: 1 of 1", "BEGIN s 1", "START a", "PASS a", "EXIT 0")]
    [InlineData("test a ran twice", "BEGIN s 2", "START a", "PASS a", "START a", "PASS a", "END 2 0 0", "EXIT 0")]
    [InlineData("outside a suite", "START a", "PASS a", "EXIT 0")]
    [InlineData("suite t began, but suite s", "BEGIN s 0", "BEGIN t 0", "END 0 0 0", "EXIT 0")]
    [InlineData("BEGIN is not", "BEGIN s", "EXIT 0")]
    [InlineData("END is not", "BEGIN s 0", "END 0 0", "END 0 0 0", "EXIT 0")]
    [InlineData("EXIT has no code", "EXIT x")]
    [InlineData("unknown verb HELLO", "HELLO", "EXIT 0")]
    [InlineData("PASS came after EXIT", "EXIT 0", "PASS a")]
    public void What_does_not_fit_together_is_an_error(string error, params string[] frames) =>
        Assert.Contains(error, Assert.Single(Record(frames).Errors));

    [Fact]
    public void A_test_that_never_answers_has_failed_with_the_reason()
    {
        SuiteRecorder suite = Record("BEGIN s 2", "START a", "PASS a", "START b", "EXIT 139");
        CaseResult last = suite.Cases[^1];
        Assert.Equal(("b", CaseOutcome.Failed), (last.Name, last.Outcome));
        Assert.Contains("the run stopped", last.Message);
        Assert.Equal(139, suite.ExitCode);
    }

    [Fact]
    public void A_test_that_another_overtakes_has_failed()
    {
        SuiteRecorder suite = Record("BEGIN s 2", "START a", "START b", "PASS b", "END 1 1 0", "EXIT 1");
        Assert.Equal([CaseOutcome.Failed, CaseOutcome.Passed], suite.Cases.Select(c => c.Outcome));
        Assert.Empty(suite.Errors);
    }

    [Fact]
    public void A_program_without_tests_needs_only_EXIT()
    {
        SuiteRecorder suite = Record("EXIT -1");
        Assert.Empty(suite.Errors);
        Assert.Null(suite.Suite);
        Assert.Equal(-1, suite.ExitCode);
    }

    private static SuiteRecorder Record(params string[] frames)
    {
        var suite = new SuiteRecorder(TimeProvider.System);
        for (int index = 0; index < frames.Length; index++)
        {
            string[] words = frames[index].Split(' ', 2);
            suite.Add(new Frame((uint)index, words[0], words.Length > 1 ? words[1] : ""));
        }

        suite.Finish("the run stopped");
        return suite;
    }
}
