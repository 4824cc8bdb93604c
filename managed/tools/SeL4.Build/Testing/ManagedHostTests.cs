// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Building;
using SeL4.Build.Reporting;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>The xunit projects that run on the host.</summary>
internal sealed class ManagedHostTests : ITestSource
{
    public TestGroup Group { get; } = new("host-managed", "Host, C#");

    public async Task RunAsync(BuildContext context, TestFilter filter)
    {
        await ManagedBuild.RunAsync(context);
        foreach (string project in Projects(context.Repository))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            await context.Steps.RunAsync(
                $"Host tests in C#: {name}", (StepProgress progress) => RunProjectAsync(context, project, filter, progress));
        }
    }

    internal static IReadOnlyList<string> Projects(Repository repository) =>
        !Directory.Exists(repository.ManagedTests)
            ? []
            : [.. Directory.GetDirectories(repository.ManagedTests)
                .Where(folder => folder != repository.ManagedTargetTests)
                .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
                .Order(StringComparer.Ordinal)];

    private async Task RunProjectAsync(BuildContext context, string project, TestFilter filter, StepProgress progress)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string folder = Path.Combine(context.Repository.TestResults, Group.Id);
        string results = Path.Combine(folder, name + ".trx");
        string log = Path.Combine(folder, name + ".log");
        List<string> arguments =
        [
            "test", project, "--no-build", "-c", DotNet.Configuration, "--results-directory", folder,
            "--logger", $"trx;LogFileName={name}.trx",
        ];
        if (!filter.IsEmpty)
        {
            arguments.AddRange(["--filter", string.Join('&', filter.Text!.Split('/').Select(p => $"FullyQualifiedName~{p}"))]);
        }

        int status = await context.Runner.TryRunAsync(
            DotNet.Command(arguments), log, progress, context.Cancellation);
        IReadOnlyList<TestResult> read = File.Exists(results) ? TrxReader.Read(results) : [];
        Group.AddRange(read.OrderBy(r => r.Suite, StringComparer.Ordinal).Select(r => r with { LogPath = log }));
        if (status != 0 && read.All(r => r.Outcome != CaseOutcome.Failed))
        {
            Group.Add(new TestResult(
                name, "test-run", CaseOutcome.Failed, $"dotnet test ended with status {status}; see {log}", TimeSpan.Zero)
            {
                LogPath = log,
            });
        }
    }
}
