// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;

namespace SeL4.Build.Building;

/// <summary>Builds everything native for one kernel.</summary>
internal static class KernelBuild
{
    /// <summary>Builds the kernel when it is the bundled one, checks the prefix, and builds the native tree above it.</summary>
    /// <exception cref="UnfitKernelException">The prefix does not fit.</exception>
    public static async Task<KernelPrefix> RunAsync(BuildContext context, KernelChoice kernel)
    {
        KernelPrefix prefix = await PrefixAsync(context, kernel);
        await NativeBuild.RunAsync(context, kernel, prefix);
        return prefix;
    }

    /// <summary>The same without what only the tests and programs of this repository need.</summary>
    /// <exception cref="UnfitKernelException">The prefix does not fit.</exception>
    public static async Task RunSdkAsync(BuildContext context, KernelChoice kernel) =>
        await NativeBuild.RunSdkAsync(context, kernel, await PrefixAsync(context, kernel));

    private static async Task<KernelPrefix> PrefixAsync(BuildContext context, KernelChoice kernel)
    {
        if (kernel.BundledConfiguration is { } configuration)
        {
            await BundledKernelBuild.RunAsync(context, configuration);
        }

        return KernelPrefix.Open(kernel.Folder);
    }
}
