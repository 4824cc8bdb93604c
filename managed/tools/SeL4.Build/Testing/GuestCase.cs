// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.Json;
using System.Text.RegularExpressions;
using SeL4.Build.Guests;
using SeL4.Runner.Images;

namespace SeL4.Build.Testing;

/// <summary>A run of <c>run --guest</c> and what it is expected to show: an entry of <c>native/guests/runs/runs.json</c>.</summary>
internal sealed class GuestCase
{
    /// <summary>The suite that these tests belong to.</summary>
    public const string Suite = "run-guest";

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// What stands behind <c>run</c> on the command line. <c>{guests}</c> is the folder of the guests that were built,
    /// <c>{runs}</c> that of the cases' own files.
    /// </summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The status that the command ends with.</summary>
    public int ExpectStatus { get; init; }

    /// <summary>Regular expressions that the output matches, each.</summary>
    public IReadOnlyList<string> ExpectOutput { get; init; } = [];

    /// <summary>Regular expressions that the output does not match, any.</summary>
    public IReadOnlyList<string> RejectOutput { get; init; } = [];

    /// <summary>What is typed when the output has <see cref="InputAfter"/>.</summary>
    public string? Input { get; init; }

    /// <summary>The output to wait for before <see cref="Input"/> is typed.</summary>
    public string InputAfter { get; init; } = "";

    /// <summary>
    /// <c>--timeout</c>: seconds after which the VMM ends the guest; <see langword="null"/>: the machine's time-outs hold.
    /// </summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>The cases of the repository; none when it has no such file.</summary>
    public static IReadOnlyList<GuestCase> Load(Repository repository)
    {
        string file = Path.Combine(repository.GuestRuns, "runs.json");
        if (!File.Exists(file))
        {
            return [];
        }

        GuestCase[] cases = JsonSerializer.Deserialize<GuestCase[]>(File.ReadAllText(file), JsonOptions) ?? [];
        cases.SelectMany(c => c.ExpectOutput.Concat(c.RejectOutput)).ToList().ForEach(pattern => _ = new Regex(pattern));
        return cases;
    }

    /// <summary>Why the suite cannot run although it is asked for; <see langword="null"/> when it can, or is not.</summary>
    public static string? Obstacle(IReadOnlyList<GuestCase> cases, BootImage? runner, TestFilter filter)
    {
        bool asked = filter.IsEmpty || Suite.Contains(filter.SuitePart, StringComparison.OrdinalIgnoreCase)
            || cases.Any(c => filter.Accepts(Suite, c.Name));
        return !asked ? null
            : cases.Count == 0 ? "native/guests/runs/runs.json is missing or names no runs"
            : runner is null ? $"the image {GuestParcel.RunnerImage} was not built"
            : null;
    }

    /// <summary>The arguments with their folders.</summary>
    public IReadOnlyList<string> ArgumentsFor(Repository repository, string kernelId) =>
        [.. Arguments.Select(argument => argument
            .Replace("{guests}", Path.Combine(repository.Sdk(kernelId), "guests"), StringComparison.Ordinal)
            .Replace("{runs}", repository.GuestRuns, StringComparison.Ordinal))];
}
