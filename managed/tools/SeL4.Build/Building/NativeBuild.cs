// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>Builds everything native above one kernel and installs the SDK that managed programs are linked from.</summary>
internal static class NativeBuild
{
    /// <summary>The target of native/cmake/Sdk.cmake that builds what programs elsewhere are linked from.</summary>
    private const string SdkTarget = "sdk";

    /// <summary>CMake's name for what is installed without a component's name, which is that.</summary>
    private const string SdkComponent = "Unspecified";

    /// <summary>Builds and installs everything, the native tests and what they need included.</summary>
    public static Task RunAsync(BuildContext context, KernelChoice kernel, KernelPrefix prefix) => context.Steps.RunAsync(
        $"Native tree for {kernel.Id}",
        (StepProgress progress) => Tree(context, kernel).BuildAsync(Definitions(context, kernel, prefix), install: true, progress));

    /// <summary>Builds and installs only what programs outside of the repository are linked from.</summary>
    public static Task RunSdkAsync(BuildContext context, KernelChoice kernel, KernelPrefix prefix) => context.Steps.RunAsync(
        $"Native libraries for {kernel.Id}",
        (StepProgress progress) => Tree(context, kernel).BuildPartAsync(
            Definitions(context, kernel, prefix), SdkTarget, SdkComponent, progress));

    private static CMakeTree Tree(BuildContext context, KernelChoice kernel) => new(
        context, context.Repository.NativeSources(), context.Repository.NativeBuild(kernel.Id), $"native-{kernel.Id}");

    private static string[] Definitions(BuildContext context, KernelChoice kernel, KernelPrefix prefix)
    {
        Repository repository = context.Repository;
        return
        [
            $"-DCMAKE_TOOLCHAIN_FILE={Toolchain.File(repository)}",
            $"-DCMAKE_BUILD_TYPE={Toolchain.BuildType(prefix.Configuration.Debug)}",
            $"-DSEL4_PREFIX={prefix.Folder}",
            $"-DSEL4_PLATFORM={prefix.Configuration.Platform}",
            $"-DCMAKE_INSTALL_PREFIX={repository.Sdk(kernel.Id)}",
        ];
    }
}
