// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;
using SeL4.Build.Kernels;
using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>Builds the images whose root task is a C# program: samples, and tests that run on the target.</summary>
internal static class ManagedImages
{
    // Defined by the targets of SeL4.NativeAot; `dotnet publish` comes to it too, and then copies the result.
    private const string ImageTarget = "SeL4BuildImage";

    /// <summary>Builds every image for one kernel, whose native tree is installed already.</summary>
    public static async Task BuildAsync(BuildContext context, KernelChoice kernel)
    {
        Repository repository = context.Repository;
        IReadOnlyList<string> projects = Projects(repository);
        if (projects.Count == 0)
        {
            return;
        }

        await ManagedBuild.RunAsync(context);
        string fingerprint = InputFingerprint.Of([.. ManagedBuild.Inputs(repository), repository.Sdk(kernel.Id)]);
        var stamp = new InputFingerprint(Path.Combine(repository.Stamps, $"images-{kernel.Id}"));
        if (stamp.Matches(fingerprint) && Directory.Exists(repository.ManagedImages(kernel.Id)))
        {
            return;
        }

        string log = repository.NewLog($"images-{kernel.Id}");
        foreach (string project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            await context.Steps.RunAsync(
                $"{name} for {kernel.Id}",
                (StepProgress progress) => context.Runner.RunAsync(
                    DotNet.Command(
                        "build", project, "--no-restore", "-c", DotNet.Configuration, $"-t:{ImageTarget}",
                        $"-p:SeL4KernelId={kernel.Id}", "-p:UseSharedCompilation=false", "-clp:NoSummary"),
                    log, progress, context.Cancellation));
        }

        stamp.Store(fingerprint);
    }

    /// <summary>The programs among the samples and the tests on the target; libraries that they share are none.</summary>
    internal static IReadOnlyList<string> Projects(Repository repository) =>
        [.. new[] { repository.ManagedSamples, repository.ManagedTargetTests }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Where(IsProgram)
            .Order(StringComparer.Ordinal)];

    private static bool IsProgram(string project) =>
        XDocument.Load(project).Descendants("OutputType").Any(type => type.Value == "Exe");
}
