// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Building;
using SeL4.Build.Reporting;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>The xunit projects of a folder.</summary>
/// <param name="group">Where their results go.</param>
/// <param name="folder">The folder; each of its folders may hold a project.</param>
internal sealed class ManagedHostTests(TestGroup group, string folder) : ITestSource
{
    public TestGroup Group { get; } = group;

    /// <summary>The tests that run on the host alone.</summary>
    public static ManagedHostTests OnHost(Repository repository) => new(new("host-managed", "Host, C#"), repository.ManagedTests);

    /// <summary>The tests that use the driver as people do: they build, boot images, and pack.</summary>
    public static ManagedHostTests EndToEnd(Repository repository) =>
        new(new("end-to-end", "Commands, end to end"), repository.EndToEndTests);

    public async Task RunAsync(BuildContext context, TestFilter filter)
    {
        IReadOnlyList<string> projects = Wanted(folder, filter);
        if (projects.Count == 0)
        {
            return;
        }

        await ManagedBuild.RunAsync(context);
        foreach (string project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            await context.Steps.RunAsync(
                $"Tests in C#: {name}", (StepProgress progress) => RunProjectAsync(context, project, filter, progress));
        }
    }

    /// <summary>The projects in which a test can match; for none of them nothing has to be built.</summary>
    internal static IReadOnlyList<string> Wanted(string folder, TestFilter filter) =>
        [.. Projects(folder).Where(project => DotNetFilter(filter, Path.GetFileNameWithoutExtension(project)) is not null)];

    internal static IReadOnlyList<string> Projects(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.GetDirectories(folder)
                .SelectMany(project => Directory.GetFiles(project, "*.csproj"))
                .Order(StringComparer.Ordinal)];

    /// <summary>
    /// The filter in the words of <c>dotnet test</c>: empty when every test of the project runs, <see langword="null"/> when
    /// none can match.
    /// </summary>
    internal static string? DotNetFilter(TestFilter filter, string project)
    {
        if (filter.IsEmpty)
        {
            return "";
        }

        bool named = project.Contains(filter.SuitePart, StringComparison.OrdinalIgnoreCase);
        if (filter.NamesSuite)
        {
            return named ? Contains(filter.TestPart) : null;
        }

        return named ? "" : Contains(filter.SuitePart);
    }

    private static string Contains(string text) =>
        text.Length == 0
            ? ""
            : "FullyQualifiedName~" + string.Concat(text.Select(c => "\\()&|=!~".Contains(c) ? $"\\{c}" : $"{c}"));

    private async Task RunProjectAsync(BuildContext context, string project, TestFilter filter, StepProgress progress)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        if (DotNetFilter(filter, name) is not { } selection)
        {
            return;
        }

        string folder = Path.Combine(context.Results, Group.Id);
        string results = Path.Combine(folder, name + ".trx");
        string log = Path.Combine(folder, name + ".log");
        List<string> arguments =
        [
            "test", project, "--no-build", "-c", DotNet.Configuration, "--results-directory", folder,
            "--logger", $"trx;LogFileName={name}.trx",
        ];
        if (selection.Length > 0)
        {
            arguments.AddRange(["--filter", selection]);
        }

        ResultFile.Clear(results);
        int status = await context.Runner.TryRunAsync(
            DotNet.Command(arguments), log, progress, context.Cancellation);
        IReadOnlyList<TestResult> read = File.Exists(results) ? TrxReader.Read(results) : [];
        Group.AddRange(read
            .Select(r => InProject(r, name) with { LogPath = log })
            .OrderBy(r => r.Name, StringComparer.Ordinal));
        bool sound = status == 0 ? read.Count > 0 || selection.Length > 0 : read.Any(r => r.Outcome == CaseOutcome.Failed);
        if (!sound)
        {
            string message = $"dotnet test ended with status {status} after {read.Count} tests; see {log}";
            Group.Add(new TestResult(name, "run", CaseOutcome.Failed, message, TimeSpan.Zero) { LogPath = log });
        }
    }

    // The project is the suite; the class, without what the project's name says already, goes before the test.
    private static TestResult InProject(TestResult result, string project)
    {
        string type = result.Suite.StartsWith(project + ".", StringComparison.Ordinal)
            ? result.Suite[(project.Length + 1)..]
            : result.Suite;
        return result with { Suite = project, Name = $"{type}.{result.Name}" };
    }
}
