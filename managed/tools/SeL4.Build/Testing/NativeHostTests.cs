// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.RegularExpressions;
using SeL4.Build.Building;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>The C tests and fuzzers that run on the host, under CTest.</summary>
/// <param name="quick">Leaves the fuzzers out, which take minutes.</param>
internal sealed class NativeHostTests(bool quick) : ITestSource
{
    private const string Suite = "native";
    private const string Fuzzers = "^fuzz-smoke-";

    public TestGroup Group { get; } = new("host-native", "Host, C");

    public async Task RunAsync(BuildContext context, TestFilter filter)
    {
        Repository repository = context.Repository;
        string source = repository.NativeSources("tests");
        if (!File.Exists(Path.Combine(source, "CMakeLists.txt")))
        {
            return;
        }

        var tree = new CMakeTree(context, source, repository.HostTests, "host-native");
        string[] definitions = ["-DCMAKE_C_COMPILER=clang"];
        await context.Steps.RunAsync(
            "Host tests in C: build", (StepProgress progress) => tree.BuildAsync(definitions, install: false, progress));
        string log = Path.Combine(context.Results, Group.Id, "ctest.log");
        string results = Path.Combine(context.Results, Group.Id, "ctest.xml");
        ResultFile.Clear(results);
        int status = 0;
        await context.Steps.RunAsync(
            "Host tests in C: run",
            async (StepProgress progress) => status = await context.Runner.TryRunAsync(
                Command(repository, context.Jobs, filter, results), log, progress, context.Cancellation));
        Group.AddRange(Read(results, log, status, filter));
    }

    /// <summary>What CTest found: its status must fit what it wrote.</summary>
    internal static IReadOnlyList<TestResult> Read(string results, string log, int status, TestFilter filter)
    {
        IReadOnlyList<TestResult>? read = File.Exists(results) ? CTestReader.Read(results, Suite, log) : null;
        List<TestResult> accepted = [.. (read ?? []).Where(r => filter.Accepts(r.Suite, r.Name))];
        if (read is null || (status != 0 && !read.Any(r => r.Outcome == CaseOutcome.Failed)))
        {
            string wrote = read is null ? "and wrote no results" : $"after {read.Count} tests, none of which failed";
            accepted.Add(new TestResult(
                Suite, ImageVerdict.Run, CaseOutcome.Failed, $"ctest ended with status {status} {wrote}; see {log}", TimeSpan.Zero)
            {
                LogPath = log,
            });
        }

        return accepted;
    }

    internal CommandLine Command(Repository repository, int jobs, TestFilter filter, string results)
    {
        List<string> arguments =
        [
            "--test-dir", repository.HostTests, "--output-on-failure", "--no-tests=ignore", "--output-junit", results,
            "-j", jobs.ToString(CultureInfo.InvariantCulture),
        ];
        if (quick)
        {
            arguments.AddRange(["-E", Fuzzers]);
        }

        string[] parts = filter.Text?.Split('/', 2) ?? [];
        if (parts.Length > 0 && !Suite.Contains(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            arguments.AddRange(["-R", IgnoringCase(parts[0])]);
        }

        return new CommandLine("ctest", arguments);
    }

    // CTest has no option to ignore case.
    private static string IgnoringCase(string text) => string.Concat(text.Select(c =>
        char.IsAsciiLetter(c) ? $"[{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}]" : Regex.Escape(c.ToString())));
}
