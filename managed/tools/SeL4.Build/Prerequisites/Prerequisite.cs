// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Prerequisites;

/// <summary>Something that must be installed.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Purpose">What needs it.</param>
/// <param name="Programs">Programs of <c>PATH</c> of which one must be there; empty when files are looked for.</param>
/// <param name="Files">Path patterns (<c>*</c> in a name) of which one must be there; empty when programs are looked for.</param>
/// <param name="Packages">Its package for each package manager; a manager that is missing has no such package.</param>
internal sealed record Prerequisite(
    string Name,
    string Purpose,
    IReadOnlyList<string> Programs,
    IReadOnlyList<string> Files,
    IReadOnlyDictionary<PackageManager, string> Packages)
{
    /// <summary>The lowest version that is known to work, or <see langword="null"/> for any.</summary>
    public Version? Minimum { get; init; }

    /// <summary>Only some uses need it: its absence is told, but stops nothing.</summary>
    public bool Optional { get; init; }
}
