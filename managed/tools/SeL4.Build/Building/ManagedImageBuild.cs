// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Reporting;
using SeL4.Runner.Images;

namespace SeL4.Build.Building;

/// <summary>Compiles a C# program and makes an image of it for one kernel, whose native tree is installed already.</summary>
internal static class ManagedImageBuild
{
    // Defined by the targets of SeL4.NativeAot; `dotnet publish` comes to it too, and then copies the result.
    private const string Target = "SeL4BuildImage";

    /// <summary>Builds the image when anything has changed since it was last built.</summary>
    public static async Task<BootImage> RunAsync(BuildContext context, KernelChoice kernel, ManagedImage image)
    {
        Repository repository = context.Repository;
        string fingerprint = InputFingerprint.Of([.. ManagedBuild.Inputs(repository), repository.Sdk(kernel.Id)]);
        string name = $"image-{image.Name}-{kernel.Id}";
        var stamp = new InputFingerprint(Path.Combine(repository.Stamps, name));
        string description = Path.Combine(repository.ManagedImages(kernel.Id), image.Name + BootImage.DescriptionSuffix);
        if (!stamp.Matches(fingerprint) || !File.Exists(description))
        {
            await BuildAsync(context, kernel, image, repository.NewLog(name));
            stamp.Store(fingerprint);
        }

        return BootImage.Load(description);
    }

    private static Task BuildAsync(BuildContext context, KernelChoice kernel, ManagedImage image, string log) =>
        context.Steps.RunAsync(
            $"{image.Name} for {kernel.Id}",
            (StepProgress progress) => context.Runner.RunAsync(
                DotNet.Command(
                    "build", image.Project, "-c", DotNet.Configuration, $"-t:{Target}", $"-p:SeL4KernelId={kernel.Id}",
                    "-p:RestoreLockedMode=true", "-p:UseSharedCompilation=false", "-clp:NoSummary"),
                log, progress, context.Cancellation));
}
