// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;
using Spectre.Console;

namespace SeL4.Build.Commands;

/// <summary><c>doctor</c>: what is installed, what is missing and how to get it, and which kernel is going to be used.</summary>
internal static class DoctorCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("doctor", "Check what is installed, install what is missing, show which kernel is used");
        var kernelOptions = new KernelOptions();
        kernelOptions.AddTo(command);
        command.SetAction((arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            return RunAsync(context, () => kernelOptions.Choose(repository, arguments));
        });
        return command;
    }

    private static async Task<int> RunAsync(BuildContext context, Func<KernelChoice> choose)
    {
        string? missing = await EnsureAsync(context);
        IReadOnlyList<PrerequisiteStatus> statuses =
            await PrerequisiteChecker.CheckVersionsAsync(PrerequisiteTable.All, context.Cancellation);
        context.Steps.Console.Write(DoctorTable.Prerequisites(statuses));
        string? unfit = ShowKernel(context, choose);
        foreach (string problem in new[] { missing, unfit, TooOld(statuses) }.Where(p => p is not null).Cast<string>())
        {
            context.Steps.Error(problem);
        }

        return missing is null && unfit is null ? 0 : 1;
    }

    private static async Task<string?> EnsureAsync(BuildContext context)
    {
        try
        {
            await PrerequisiteStep.EnsureAsync(context);
            return null;
        }
        catch (UserErrorException error)
        {
            return error.Message;
        }
    }

    private static string? ShowKernel(BuildContext context, Func<KernelChoice> choose)
    {
        try
        {
            KernelChoice chosen = choose();
            context.Steps.Console.Write(
                DoctorTable.Kernels(chosen, KernelCatalog.OfUser(context.Repository).All(), DescribeKernel));
            return chosen.IsBundled ? null : Unfit(context, chosen);
        }
        catch (Exception error) when (error is UnfitKernelException or UserErrorException)
        {
            return error.Message;
        }
    }

    private static string? Unfit(BuildContext context, KernelChoice kernel)
    {
        try
        {
            KernelPrefix prefix = KernelPrefix.Open(kernel.Folder);
            MachineSelection.For(context.Repository, prefix, null);
            if (prefix.Configuration.GuestWarning is { } warning)
            {
                context.Steps.Note(warning);
            }

            return null;
        }
        catch (UnfitKernelException unfit)
        {
            return unfit.Message;
        }
    }

    private static string DescribeKernel(KernelChoice kernel)
    {
        if (kernel.IsBundled && !Directory.Exists(kernel.Folder))
        {
            return "not built yet";
        }

        try
        {
            return KernelPrefix.Open(kernel.Folder).Configuration.Describe();
        }
        catch (UnfitKernelException unfit)
        {
            return unfit.Message;
        }
    }

    private static string? TooOld(IReadOnlyList<PrerequisiteStatus> statuses)
    {
        string[] old = [.. statuses.Where(s => s.TooOld).Select(s => $"{s.Item.Name} {s.Version} (needs {s.Item.Minimum})")];
        return old.Length == 0 ? null : $"too old, may not work: {string.Join(", ", old)}";
    }
}
