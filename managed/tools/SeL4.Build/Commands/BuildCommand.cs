// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Building;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;

namespace SeL4.Build.Commands;

/// <summary><c>build</c>: the kernel, everything native above it, and the managed projects.</summary>
internal static class BuildCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("build", "Build the kernel, the native libraries, the images and the managed projects");
        var kernelOptions = new KernelOptions();
        kernelOptions.AddTo(command);
        var all = new Option<bool>("--all") { Description = "For every kernel at hand, as 'test' does" };
        command.Add(all);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            IReadOnlyList<KernelChoice> kernels = arguments.GetValue(all)
                ? KernelCatalog.OfUser(repository).All()
                : [kernelOptions.Choose(repository, arguments)];
            await PrerequisiteStep.EnsureAsync(context);
            foreach (KernelChoice kernel in kernels)
            {
                context.Steps.Note($"kernel: {kernel.Title}");
                await KernelBuild.RunAsync(context, kernel);
            }

            await ManagedBuild.RunAsync(context);
            foreach (KernelChoice kernel in kernels)
            {
                IReadOnlyList<ManagedImage> programs = ManagedImage.Discover(repository);
                await ManagedImageBuild.RunAllAsync(context, kernel, programs);
                foreach (ManagedImage image in programs)
                {
                    await ManagedImageBuild.RunAsync(context, kernel, image);
                }
            }

            context.Steps.Say("Built.");
            return 0;
        });
        return command;
    }
}
