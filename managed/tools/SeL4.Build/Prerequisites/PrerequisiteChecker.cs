// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;
using SeL4.Build.Processes;

namespace SeL4.Build.Prerequisites;

/// <summary>Looks whether prerequisites are there.</summary>
internal static partial class PrerequisiteChecker
{
    /// <summary>Where each is; takes a few milliseconds, since no program is started.</summary>
    public static IReadOnlyList<PrerequisiteStatus> Check(IEnumerable<Prerequisite> items) =>
        [.. items.Select(item => new PrerequisiteStatus(item, Locate(item), null))];

    /// <summary>Where each is and which version it has.</summary>
    public static async Task<IReadOnlyList<PrerequisiteStatus>> CheckVersionsAsync(
        IEnumerable<Prerequisite> items, CancellationToken cancellation)
    {
        List<PrerequisiteStatus> checkedItems = [];
        foreach (PrerequisiteStatus status in Check(items))
        {
            checkedItems.Add(status.Found && status.Item.Programs.Count > 0
                ? status with { Version = await AskVersionAsync(status.Location!, cancellation) }
                : status);
        }

        return checkedItems;
    }

    internal static Version? ParseVersion(string text) =>
        VersionPattern().Match(text) is { Success: true } match && Version.TryParse(match.Value, out Version? version)
            ? version
            : null;

    private static string? Locate(Prerequisite item) =>
        item.Programs.Select(ProgramFinder.Find).Concat(item.Files.Select(FindFile)).FirstOrDefault(path => path is not null);

    private static async Task<Version?> AskVersionAsync(string program, CancellationToken cancellation)
    {
        string? output = await ProcessRunner.ReadAsync(new CommandLine(program, "--version"), cancellation);
        return output is null ? null : ParseVersion(output.Split('\n')[0]);
    }

    private static string? FindFile(string pattern)
    {
        IEnumerable<string> paths = ["/"];
        string[] parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int index = 0; index < parts.Length; index++)
        {
            string part = parts[index];
            bool last = index == parts.Length - 1;
            paths = paths.SelectMany(folder => Expand(folder, part, last));
        }

        return paths.FirstOrDefault();
    }

    private static IEnumerable<string> Expand(string folder, string part, bool last)
    {
        if (!part.Contains('*'))
        {
            string path = Path.Combine(folder, part);
            return (last ? File.Exists(path) : Directory.Exists(path)) ? [path] : [];
        }

        try
        {
            return last ? Directory.GetFiles(folder, part) : Directory.GetDirectories(folder, part);
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex VersionPattern();
}
