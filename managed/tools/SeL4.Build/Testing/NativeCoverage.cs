// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.Json;
using SeL4.Build.Building;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>How many lines of libsel4vm its host tests execute, by Clang's source-based coverage.</summary>
internal sealed class NativeCoverage : ITestSource
{
    /// <summary>Fewer than this many per cent of the lines is a failure.</summary>
    public const double Required = 95;

    private const string Suite = "coverage";

    public TestGroup Group { get; } = new("host-coverage", "Host, C, line coverage");

    public async Task RunAsync(BuildContext context, TestFilter filter)
    {
        Repository repository = context.Repository;
        string build = Path.Combine(repository.Output, "host-coverage");
        string results = Path.Combine(context.Results, Group.Id);
        string log = Path.Combine(results, "coverage.log");
        Directory.CreateDirectory(results);
        var tree = new CMakeTree(context, repository.NativeSources("tests"), build, "host-coverage");
        string[] definitions = ["-DCMAKE_C_COMPILER=clang", "-DSEL4VM_SANITIZE=OFF", "-DSEL4VM_COVERAGE=ON"];
        await context.Steps.RunAsync(
            "Host tests in C with coverage: build", (StepProgress progress) => tree.BuildAsync(definitions, install: false, progress));
        await context.Steps.RunAsync(
            "Host tests in C with coverage: run",
            async (StepProgress progress) =>
            {
                foreach (CommandLine command in Commands(build, results, context.Jobs))
                {
                    await context.Runner.RunAsync(command, log, progress, context.Cancellation);
                }
            });

        string report = await ProcessRunner.ReadAsync(Export(repository, build, results), context.Cancellation)
            ?? throw new UserErrorException("llvm-cov is missing: on Debian, apt-get install llvm");
        foreach ((string file, double percent) in Read(report))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{percent,7:F2} %  {file}"));
        }

        TestResult result = Judge(Total(report), log);
        Console.WriteLine(result.Message);
        Group.Add(result);
    }

    /// <summary>Says whether so many per cent are enough.</summary>
    internal static TestResult Judge(double percent, string log)
    {
        string message = string.Create(CultureInfo.InvariantCulture, $"{percent:F2} % of the lines of libsel4vm, {Required} % required");
        CaseOutcome outcome = percent >= Required ? CaseOutcome.Passed : CaseOutcome.Failed;
        return new TestResult(Suite, "libsel4vm", outcome, message, TimeSpan.Zero) { LogPath = log };
    }

    /// <summary>The percentage of every file with code in a report of llvm-cov.</summary>
    internal static IEnumerable<(string File, double Percent)> Read(string report)
    {
        using var document = JsonDocument.Parse(report);
        return document.RootElement.GetProperty("data")[0].GetProperty("files").EnumerateArray()
            .Where(f => f.GetProperty("summary").GetProperty("lines").GetProperty("count").GetInt32() > 0)
            .Select(f => (Path.GetFileName(f.GetProperty("filename").GetString())!, Lines(f.GetProperty("summary"))))
            .ToList();
    }

    /// <summary>The percentage of all files together.</summary>
    internal static double Total(string report)
    {
        using var document = JsonDocument.Parse(report);
        return Lines(document.RootElement.GetProperty("data")[0].GetProperty("totals"));
    }

    private static double Lines(JsonElement summary) => summary.GetProperty("lines").GetProperty("percent").GetDouble();

    // One profile a process; fuzzers and the tests of other libraries are left out.
    private static IEnumerable<CommandLine> Commands(string build, string results, int jobs)
    {
        string profiles = Path.Combine(results, "profiles");
        yield return new CommandLine(
            "ctest", "--test-dir", build, "--output-on-failure", "-E", "fuzz|runtime|rootserver|abi",
            "-j", jobs.ToString(CultureInfo.InvariantCulture))
        {
            Environment = new Dictionary<string, string?> { ["LLVM_PROFILE_FILE"] = $"{profiles}/%p.profraw" },
        };
        yield return new CommandLine(
            "sh", "-c", $"llvm-profdata merge -sparse '{profiles}'/*.profraw -o '{results}/tests.profdata'");
    }

    private static CommandLine Export(Repository repository, string build, string results)
    {
        string[] programs = Directory.GetFiles(Path.Combine(build, "libsel4vm"), "test-*");
        List<string> arguments = ["export", "-summary-only", $"-instr-profile={results}/tests.profdata", programs[0]];
        arguments.AddRange(programs.Skip(1).Select(p => $"-object={p}"));
        arguments.Add(repository.NativeSources("libsel4vm"));
        return new CommandLine("llvm-cov", arguments);
    }
}
