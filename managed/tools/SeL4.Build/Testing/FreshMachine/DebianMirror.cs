// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using SeL4.Build.Processes;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>The Debian that this machine is, and where it gets its packages from.</summary>
/// <param name="Suite">Its code name.</param>
/// <param name="Address">The address of the archive.</param>
internal sealed record DebianMirror(string Suite, string Address)
{
    /// <summary>apt's settings that say how to reach an archive, not what to do with packages.</summary>
    private static readonly string[] ConnectionSettings = ["proxy", "cainfo", "capath", "verify-peer", "verify-host"];

    /// <summary>What the machine is, and the mirror that its apt is set to.</summary>
    /// <exception cref="UnfitMachineException">It is no Debian, or its apt knows no archive of it, or the archive does not answer.</exception>
    public static async Task<DebianMirror> FindAsync(string scratch, CancellationToken cancellation)
    {
        string suite = SuiteOf(File.Exists("/etc/os-release") ? await File.ReadAllTextAsync("/etc/os-release", cancellation) : "");
        string targets = await ProcessRunner.ReadAsync(
            new CommandLine("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"), cancellation)
            ?? throw new UnfitMachineException("apt-get does not say where packages come from");
        string address = AddressOf(targets, suite)
            ?? throw new UnfitMachineException($"apt is set to no archive that has the suite '{suite}'");
        var probe = new CommandLine(
            "/usr/lib/apt/apt-helper", "download-file", $"{address}dists/{suite}/InRelease", Path.Combine(scratch, "InRelease"));
        return await ProcessRunner.ReadAsync(probe, cancellation) is null
            ? throw new UnfitMachineException($"the archive that apt is set to ({address}) does not answer")
            : new DebianMirror(suite, address);
    }

    /// <summary>The settings of this machine's apt that a new one needs to reach the same archive, as a file of apt.conf.d.</summary>
    public static async Task<string> ConnectionSettingsAsync(CancellationToken cancellation) =>
        SelectSettings(await ProcessRunner.ReadAsync(new CommandLine("apt-config", "dump"), cancellation) ?? "");

    internal static string SuiteOf(string release)
    {
        string? id = Value(release, "ID");
        string? suite = Value(release, "VERSION_CODENAME");
        return id != "debian" || string.IsNullOrEmpty(suite)
            ? throw new UnfitMachineException($"the new machine is made as this one is, and this one is no release of Debian ({id ?? "unknown"})")
            : suite;
    }

    internal static string? AddressOf(string targets, string suite) => targets.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .FirstOrDefault(words => words is [_, _, "main"] && words[1] == suite)?[0];

    internal static string SelectSettings(string dump) => string.Concat(dump.Split('\n')
        .Where(line => line.StartsWith("Acquire::", StringComparison.Ordinal) && IsConnection(line.Split(' ')[0]))
        .Select(line => line + "\n"));

    // Acquire::http::Proxy "..."; Acquire::https::HOST::CaInfo "...";
    [SuppressMessage("Globalization", "CA1308", Justification = "apt's names have no case")]
    private static bool IsConnection(string name) =>
        name.ToLowerInvariant().Split("::") is { Length: > 2 } parts && parts.Any(ConnectionSettings.Contains);

    private static string? Value(string release, string key) => release.Split('\n')
        .FirstOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..].Trim('"');
}
