// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>Builds everything native above one kernel and installs the SDK that managed programs are linked from.</summary>
internal static class NativeBuild
{
    public static Task RunAsync(BuildContext context, KernelChoice kernel, KernelPrefix prefix)
    {
        Repository repository = context.Repository;
        var tree = new CMakeTree(
            context, repository.NativeSources(), repository.NativeBuild(kernel.Id), $"native-{kernel.Id}");
        string[] definitions =
        [
            $"-DCMAKE_TOOLCHAIN_FILE={Toolchain.File(repository)}",
            $"-DCMAKE_BUILD_TYPE={Toolchain.BuildType(prefix.Configuration.Debug)}",
            $"-DSEL4_PREFIX={prefix.Folder}",
            $"-DSEL4_PLATFORM={prefix.Configuration.Platform}",
            $"-DCMAKE_INSTALL_PREFIX={repository.Sdk(kernel.Id)}",
        ];
        return context.Steps.RunAsync(
            $"Native tree for {kernel.Id}", (StepProgress progress) => tree.BuildAsync(definitions, install: true, progress));
    }
}
