// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Building;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;

namespace SeL4.Build.Commands;

/// <summary><c>sdk</c>: what projects outside of the repository need, and nothing else.</summary>
internal static class SdkCommand
{
    /// <summary>The kernel whose SDK a package must have.</summary>
    private const string PackedKernel = "bundled-release";

    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command(
            "sdk", "Build the kernel, the native libraries and the packages: what projects outside of the repository need");
        var kernelOptions = new KernelOptions();
        kernelOptions.AddTo(command);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Where packages go (default: out/packages)",
            HelpName = "folder",
        };
        var version = new Option<string?>("--package-version")
        {
            Description = "Version of the packages (default: the repository's)",
            HelpName = "version",
        };
        command.Add(output);
        command.Add(version);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            KernelChoice chosen = kernelOptions.Choose(repository, arguments);
            await PrerequisiteStep.EnsureAsync(context);
            foreach (KernelChoice kernel in Kernels(repository, chosen))
            {
                context.Steps.Note($"kernel: {kernel.Title}");
                await KernelBuild.RunSdkAsync(context, kernel);
            }

            string folder = Path.GetFullPath(arguments.GetValue(output) ?? repository.Packages);
            await PackageBuild.RunAsync(context, folder, arguments.GetValue(version));
            context.Steps.Say($"SDK: {repository.Sdk(chosen.Id)}");
            context.Steps.Say($"packages: {folder}");
            return 0;
        });
        return command;
    }

    /// <summary>The chosen kernel, and the one without which there is no package.</summary>
    internal static IReadOnlyList<KernelChoice> Kernels(Repository repository, KernelChoice chosen) => chosen.Id == PackedKernel
        ? [chosen]
        : [chosen, KernelCatalog.OfUser(repository).Choose(null, PackedKernel, release: false)];
}
