// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.RegularExpressions;
using SeL4.Runner.Images;
using SeL4.Runner.Protocol;
using SeL4.Runner.Runs;

namespace SeL4.Build.Testing;

/// <summary>Turns the run of an image into test results.</summary>
internal static class ImageVerdict
{
    /// <summary>The name of the result that stands for the run as a whole.</summary>
    public const string Run = "run";

    private const int ShownLines = 15;

    /// <summary>
    /// A suite: one result a test, and one more for the run when it was not sound. Any other image: one result, which
    /// holds when the exit code and the output are as expected.
    /// </summary>
    public static IReadOnlyList<TestResult> Of(BootImage image, RunOutcome outcome, string logPath)
    {
        List<string> problems = Problems(image, outcome);
        List<TestResult> results = [.. outcome.Cases.Select(
            c => new TestResult(image.Name, c.Name, c.Outcome, c.Message, c.Duration) { LogPath = logPath })];
        if (image.Kind != ImageKind.Suite || problems.Count > 0)
        {
            results.Add(Judge(image.Name, Run, problems, outcome, logPath));
        }

        return results;
    }

    /// <summary>The result of a run: it has passed when nothing is wrong with it, else the end of its output is told too.</summary>
    internal static TestResult Judge(
        string suite, string name, IReadOnlyList<string> problems, RunOutcome outcome, string logPath)
    {
        CaseOutcome verdict = problems.Count == 0 ? CaseOutcome.Passed : CaseOutcome.Failed;
        string message = problems.Count == 0 ? "" : string.Join('\n', problems.Append(LastLines(outcome.Text)));
        return new TestResult(suite, name, verdict, message, outcome.Duration) { LogPath = logPath };
    }

    /// <summary>The patterns that the output does not match, in words.</summary>
    internal static IEnumerable<string> Missing(RunOutcome outcome, IEnumerable<string> patterns) =>
        patterns.Where(pattern => !Matches(outcome, pattern)).Select(pattern => $"the output has nothing that matches '{pattern}'");

    /// <summary>The output has a part that matches a regular expression, of which ^ and $ mean lines.</summary>
    internal static bool Matches(RunOutcome outcome, string pattern) =>
        Regex.IsMatch(outcome.Text, pattern, RegexOptions.Multiline);

    private static List<string> Problems(BootImage image, RunOutcome outcome)
    {
        List<string> problems = [.. outcome.Errors];
        int expected = ExpectedExit(image, outcome);
        if (outcome.End != RunEnd.Exit)
        {
            problems.Add(outcome.Explanation);
        }
        else if (outcome.ExitCode != expected)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"the image exited with {outcome.ExitCode}, expected was {expected}"));
        }

        if (image.Kind == ImageKind.Suite && outcome.Suite is null)
        {
            problems.Add("the image began no suite");
        }

        problems.AddRange(Missing(outcome, image.ExpectOutput));
        return problems;
    }

    // A suite that ran to its end with failed tests exits with 1: those tests say so themselves.
    private static int ExpectedExit(BootImage image, RunOutcome outcome) =>
        image.Kind == ImageKind.Suite && outcome.Cases.Any(c => c.Outcome == CaseOutcome.Failed) ? 1 : image.ExpectExit;

    private static string LastLines(string text)
    {
        string[] lines = text.TrimEnd().Split('\n');
        return "last output:\n" + string.Join('\n', lines[^Math.Min(ShownLines, lines.Length)..]);
    }
}
