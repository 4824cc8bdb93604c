// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;

namespace SeL4.Build.Testing.Inputs;

/// <summary>Which files a compilation or a link for the target may read.</summary>
/// <param name="folders">The folders that are the target's.</param>
internal sealed partial class InputRule(IEnumerable<string> folders)
{
    /// <summary>
    /// Headers and libraries of the host, and of the C library that a cross compiler brings: refused even where somebody names a
    /// folder above as one of the target's.
    /// </summary>
    private static readonly string[] Host =
    [
        "/usr/include/", "/usr/local/include/", "/usr/lib/gcc/x86_64", "/usr/lib/x86_64", "/lib/x86_64", "/lib64/", "/usr/aarch64-linux-gnu/",
        "/usr/lib/aarch64-linux-gnu/",
    ];

    private readonly string[] _folders = [.. folders.Select(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f)) + "/")];

    /// <summary>The steps and files that break the rule, a line each.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<StepInputs> steps) =>
        [.. from step in steps from file in step.Files where !Allows(file) select $"{step.Output} was made from {file}"];

    internal bool Allows(string file) =>
        IsTemporary(file)
        || (!Host.Any(h => file.StartsWith(h, StringComparison.Ordinal))
            && _folders.Any(f => file.StartsWith(f, StringComparison.Ordinal)));

    // Objects that the compiler makes for the linker, of a source file or by link-time optimisation, and removes afterwards.
    private static bool IsTemporary(string file) => TemporaryObject().IsMatch(Path.GetFileName(file)) && !File.Exists(file);

    [GeneratedRegex(@"^cc[A-Za-z0-9]{6}(\.ltrans\d+\.ltrans|\.debug\.temp|\.lto)?\.o$")]
    private static partial Regex TemporaryObject();
}
