// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Prerequisites;

/// <summary>Writes the commands that a user types to get what is missing.</summary>
internal static class InstallCommand
{
    /// <summary>One command for each package manager that is in question.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<Prerequisite> missing, Platform platform)
    {
        PackageManager[] managers = platform.Manager is { } manager ? [manager] : Enum.GetValues<PackageManager>();
        return [.. managers.Select(m => Command(m, missing, platform)).Where(c => c is not null).Cast<string>()];
    }

    /// <summary>The packages of <paramref name="manager"/> that hold what is missing.</summary>
    public static IReadOnlyList<string> Packages(PackageManager manager, IEnumerable<Prerequisite> missing) =>
        [.. missing.Select(p => p.Packages.GetValueOrDefault(manager)).Where(p => p is not null).Cast<string>().Distinct()];

    private static string? Command(PackageManager manager, IReadOnlyList<Prerequisite> missing, Platform platform)
    {
        IReadOnlyList<string> packages = Packages(manager, missing);
        string sudo = Environment.IsPrivilegedProcess && platform.Manager is not null ? "" : "sudo ";
        string? install = manager switch
        {
            PackageManager.Apt => $"{sudo}apt-get install -y",
            PackageManager.Dnf => $"{sudo}dnf install -y",
            _ => "brew install",
        };
        return packages.Count == 0 ? null : $"{install} {string.Join(' ', packages)}";
    }
}
