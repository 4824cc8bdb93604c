// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>Builds every managed project, with the package versions of the lock files.</summary>
internal static class ManagedBuild
{
    private static readonly string[] InputNames =
    [
        "managed", "bindings", "Interop.sln", "global.json", "Directory.Build.props", "Directory.Packages.props", ".editorconfig",
    ];

    /// <summary>Every file and folder that managed projects are made from.</summary>
    public static IEnumerable<string> Inputs(Repository repository) =>
        InputNames.Select(name => Path.Combine(repository.Root, name));

    public static async Task RunAsync(BuildContext context)
    {
        using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
        Repository repository = context.Repository;
        string fingerprint = InputFingerprint.Of(Inputs(repository));
        var stamp = new InputFingerprint(Path.Combine(repository.Stamps, "managed"));
        if (stamp.Matches(fingerprint))
        {
            return;
        }

        await context.Steps.RunAsync("Managed projects", (StepProgress progress) => BuildAsync(context, progress));
        stamp.Store(fingerprint);
    }

    private static async Task BuildAsync(BuildContext context, StepProgress progress)
    {
        Repository repository = context.Repository;
        string log = repository.NewLog("managed");
        await context.Runner.RunAsync(
            DotNet.Command("restore", repository.Solution, "--locked-mode"), log, progress, context.Cancellation);
        string jobs = context.Jobs.ToString(CultureInfo.InvariantCulture);
        await context.Runner.RunAsync(
            DotNet.Command(
                "build", repository.Solution, "--no-restore", "-c", DotNet.Configuration, $"-m:{jobs}",
                "-p:UseSharedCompilation=false", "-clp:NoSummary"),
            log, progress, context.Cancellation);
    }
}
