// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Kernels;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner.Images;

namespace SeL4.Build.Building;

/// <summary>Compiles a C# program and makes an image of it for one kernel, whose native tree is installed already.</summary>
internal static class ManagedImageBuild
{
    // Defined by the targets of SeL4.NativeAot; `dotnet publish` comes to it too, and then copies the result.
    private const string Target = "SeL4BuildImage";

    // MSBuild's way to write ';' in a value.
    private const string Semicolon = "%3B";

    /// <summary>
    /// Builds every image that has changed, several at once. One that cannot be built is passed over: <see cref="RunAsync"/>
    /// builds it again by itself, and says why it fails.
    /// </summary>
    public static async Task RunAllAsync(BuildContext context, KernelChoice kernel, IReadOnlyList<ManagedImage> images)
    {
        using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
        string fingerprint = Fingerprint(context, kernel);
        ManagedImage[] stale = [.. images.Where(image => !IsBuilt(context.Repository, kernel, image, fingerprint))];
        if (stale.Length < 2)
        {
            return;
        }

        string log = context.Repository.NewLog($"images-{kernel.Id}");
        int status = await context.Steps.RunAsync(
            $"{stale.Length} C# programs for {kernel.Id}",
            (StepProgress progress) => BuildAllAsync(context, kernel, stale, log, progress));
        if (status == 0)
        {
            stale.ToList().ForEach(image => Stamp(context.Repository, kernel, image).Store(fingerprint));
        }
    }

    /// <summary>Builds the image when anything has changed since it was last built.</summary>
    public static async Task<BootImage> RunAsync(BuildContext context, KernelChoice kernel, ManagedImage image)
    {
        using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
        string fingerprint = Fingerprint(context, kernel);
        if (!IsBuilt(context.Repository, kernel, image, fingerprint))
        {
            await BuildAsync(context, kernel, image, context.Repository.NewLog($"image-{image.Name}-{kernel.Id}"));
            Stamp(context.Repository, kernel, image).Store(fingerprint);
        }

        return BootImage.Load(Description(context.Repository, kernel, image));
    }

    // Images made with other properties are other images.
    private static string Fingerprint(BuildContext context, KernelChoice kernel) =>
        string.Join('\n', context.ImageProperties.Prepend(
            InputFingerprint.Of([.. ManagedBuild.Inputs(context.Repository), context.Repository.Sdk(kernel.Id)])));

    private static string[] Properties(BuildContext context) =>
        [.. context.ImageProperties.Select(property => "-p:" + property.Replace(";", Semicolon, StringComparison.Ordinal))];

    private static bool IsBuilt(Repository repository, KernelChoice kernel, ManagedImage image, string fingerprint) =>
        Stamp(repository, kernel, image).Matches(fingerprint) && File.Exists(Description(repository, kernel, image));

    private static InputFingerprint Stamp(Repository repository, KernelChoice kernel, ManagedImage image) =>
        new(Path.Combine(repository.Stamps, $"image-{image.Name}-{kernel.Id}"));

    private static string Description(Repository repository, KernelChoice kernel, ManagedImage image) =>
        Path.Combine(repository.ManagedImages(kernel.Id), image.Name + BootImage.DescriptionSuffix);

    private static Task BuildAsync(BuildContext context, KernelChoice kernel, ManagedImage image, string log) =>
        context.Steps.RunAsync(
            $"{image.Name} for {kernel.Id}",
            (StepProgress progress) => context.Runner.RunAsync(
                DotNet.Command(
                    [
                        "build", image.Project, "-c", DotNet.Configuration, $"-t:{Target}", $"-p:SeL4KernelId={kernel.Id}",
                        .. Properties(context), "-p:RestoreLockedMode=true", "-p:UseSharedCompilation=false", "-clp:NoSummary"
                    ]),
                log, progress, context.Cancellation));

    private static async Task<int> BuildAllAsync(
        BuildContext context, KernelChoice kernel, IEnumerable<ManagedImage> images, string log, StepProgress progress)
    {
        int restored = await context.Runner.TryRunAsync(
            DotNet.Command("restore", context.Repository.Solution, "--locked-mode"), log, progress, context.Cancellation);
        if (restored != 0)
        {
            return restored;
        }

        string project = Path.Combine(context.Repository.Root, "managed", "tools", "SeL4.Build", "Building", "Images.proj");
        string programs = string.Join(Semicolon, images.Select(image => image.Project));
        string jobs = context.Jobs.ToString(CultureInfo.InvariantCulture);
        return await context.Runner.TryRunAsync(
            DotNet.Command(
                [
                    "msbuild", project, $"-m:{jobs}", $"-p:Configuration={DotNet.Configuration}", $"-p:SeL4KernelId={kernel.Id}",
                    $"-p:Programs={programs}", .. Properties(context), "-p:UseSharedCompilation=false", "-v:minimal", "-clp:NoSummary"
                ]),
            log, progress, context.Cancellation);
    }
}
