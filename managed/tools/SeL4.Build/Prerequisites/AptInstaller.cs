// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Prerequisites;

/// <summary>Installs packages with apt-get, and fetches its lists first when they are missing or too old to serve.</summary>
internal sealed class AptInstaller(ProcessRunner runner, string logPath, string listsFolder = "/var/lib/apt/lists")
{
    private static readonly Dictionary<string, string?> Quiet = new() { ["DEBIAN_FRONTEND"] = "noninteractive" };

    public async Task InstallAsync(IReadOnlyList<string> packages, StepProgress progress, CancellationToken cancellation)
    {
        bool updated = false;
        if (!HasLists())
        {
            await UpdateAsync(progress, cancellation);
            updated = true;
        }

        CommandLine install = Apt(["install", "-y", "--no-install-recommends", .. packages]);
        if (updated)
        {
            await runner.RunAsync(install, logPath, progress, cancellation);
        }
        else if (await runner.TryRunAsync(install, logPath, progress, cancellation) != 0)
        {
            await UpdateAsync(progress, cancellation);
            await runner.RunAsync(install, logPath, progress, cancellation);
        }
    }

    private static CommandLine Apt(params string[] arguments) => new("apt-get", arguments) { Environment = Quiet };

    private bool HasLists() =>
        Directory.Exists(listsFolder) && Directory.EnumerateFiles(listsFolder, "*_Packages*").Any();

    private Task UpdateAsync(StepProgress progress, CancellationToken cancellation) =>
        runner.RunAsync(Apt("update"), logPath, progress, cancellation);
}
