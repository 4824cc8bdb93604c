// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>Packs what projects outside of the repository reference.</summary>
internal static class PackageBuild
{
    /// <param name="context">The command's context.</param>
    /// <param name="folder">Where packages go.</param>
    /// <param name="version">Their version, or <see langword="null"/> for the repository's.</param>
    public static Task RunAsync(BuildContext context, string folder, string? version) =>
        context.Steps.RunAsync("Packages", (StepProgress progress) => PackAsync(context, folder, version, progress));

    private static async Task PackAsync(BuildContext context, string folder, string? version, StepProgress progress)
    {
        using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
        Repository repository = context.Repository;
        string jobs = context.Jobs.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "pack", repository.PackageProjects, "-c", DotNet.Configuration, "-o", folder, $"-m:{jobs}", "-p:RestoreLockedMode=true",
            "-p:UseSharedCompilation=false", "-clp:NoSummary",
            // Assemblies in packages name other source folders: in the folder of those in images they would change every image.
            $"-p:ArtifactsPath={Path.Combine(repository.Output, "pack")}",
        ];
        if (version is not null)
        {
            arguments.Add($"-p:Version={version}");
        }

        await context.Runner.RunAsync(DotNet.Command(arguments), repository.NewLog("packages"), progress, context.Cancellation);
    }
}
