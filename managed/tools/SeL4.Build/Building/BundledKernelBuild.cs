// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>Builds the bundled kernel and installs it as a prefix.</summary>
internal static class BundledKernelBuild
{
    /// <param name="context">The command's context.</param>
    /// <param name="configuration"><c>debug</c> or <c>release</c>.</param>
    public static Task RunAsync(BuildContext context, string configuration)
    {
        Repository repository = context.Repository;
        string source = repository.NativeSources("kernel");
        var tree = new CMakeTree(context, source, repository.KernelBuild(configuration), $"kernel-{configuration}");
        string[] definitions =
        [
            $"-DCMAKE_TOOLCHAIN_FILE={Toolchain.File(repository)}",
            $"-DCMAKE_BUILD_TYPE={Toolchain.BuildType(configuration == "debug")}",
            $"-DCMAKE_INSTALL_PREFIX={repository.BundledPrefix(configuration)}",
        ];
        return context.Steps.RunAsync(
            $"Bundled kernel, {configuration}", (StepProgress progress) => tree.BuildAsync(definitions, install: true, progress));
    }
}
