// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Building;
using SeL4.Build.Debugging;
using SeL4.Build.Guests;
using SeL4.Build.Kernels;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;

namespace SeL4.Build.Commands;

/// <summary><c>run</c>: boots an image in QEMU with its serial port on the terminal, and returns its exit code.</summary>
internal static class RunCommand
{
    /// <summary>The image that is run when none is named.</summary>
    public const string DefaultImage = "demo";

    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("run", "Build what is missing and boot an image in QEMU");
        var kernelOptions = new KernelOptions();
        kernelOptions.AddTo(command);
        var image = new Option<string?>("--image") { Description = $"Image by name (default: {DefaultImage})", HelpName = "name" };
        var elf = new Option<string?>("--elf")
        {
            Description = "Boot this file instead of a built image; needs --machine, builds nothing",
            HelpName = "file",
        };
        var machine = new Option<string?>("--machine")
        {
            Description = "Machine of qemu/machines, or a .yaml file (default: the one the kernel was built for)",
            HelpName = "name",
        };
        Option<int?> debug = NumberOption.Whole("--debug", 1, ushort.MaxValue, $"a port is from 1 to {ushort.MaxValue}");
        debug.Description = $"QEMU waits for gdb on this port (default: {GdbScript.DefaultPort})";
        debug.HelpName = "port";
        debug.Arity = ArgumentArity.ZeroOrOne;
        Option<double?> timeout = NumberOption.Seconds("--timeout");
        timeout.Description = "End the run after so many seconds";
        timeout.HelpName = "seconds";
        var guest = new GuestOptions();
        new Option[] { image, elf, machine, debug, timeout }.ToList().ForEach(command.Add);
        guest.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            int? port = arguments.GetResult(debug) is { Implicit: false } ? arguments.GetValue(debug) ?? GdbScript.DefaultPort : null;
            if (port is { } wanted)
            {
                GdbPort.CheckFree(wanted);
            }

            double? limit = arguments.GetValue(timeout);
            using GuestParcel? brought = guest.Open(arguments, limit);
            if (brought is not null && (arguments.GetValue(image) ?? arguments.GetValue(elf)) is not null)
            {
                throw new UserErrorException("--guest names what to run, as --image and --elf do: give one");
            }

            Boot boot = arguments.GetValue(elf) is { } file
                ? File(repository, file, arguments.GetValue(image), arguments.GetValue(machine))
                : await BuiltAsync(
                    context, kernelOptions.Choose(repository, arguments), arguments.GetValue(image), arguments.GetValue(machine), brought);
            using GuestParcel? own = brought is null ? GuestParcel.OfImage(boot.Image, limit) : null;
            GuestParcel? parcel = brought ?? own;
            if (boot.Kernel is { } kernel)
            {
                parcel?.Machine.CheckRam(GuestCapacity.Find(kernel, boot.Image.RootTaskPath));
            }

            parcel?.Hints.ToList().ForEach(hint => context.Steps.Note($"hint: {hint}"));
            if (brought is not null && boot.Kernel?.Configuration.GuestWarning is { } warning)
            {
                context.Steps.Note(warning);
            }

            if (port is not null)
            {
                WriteScript(context, GdbScript.For(boot.Image, boot.Kernel?.KernelElf, parcel?.Source, context.Repository.Root, port.Value));
            }

            if (port is { } stillWanted)
            {
                GdbPort.CheckFree(stillWanted); // another run may have taken it while this one built
            }

            return await ImageRun.RunAsync(
                context, boot.Image, boot.Machine, limit, port, parcel, keysToImage: brought is not null);
        });
        return command;
    }

    private static Boot File(Repository repository, string file, string? image, string? machine)
    {
        if (image is not null)
        {
            throw new UserErrorException("--image and --elf both name what to boot: give one");
        }

        return machine is null
            ? throw new UserErrorException("--elf needs --machine: nothing else says which machine the file is for")
            : new Boot(BootFile.Open(file), MachineCatalog.Find(repository.Machines, machine), null);
    }

    // What does not fit is told before anything is built, where that can be known.
    private static async Task<Boot> BuiltAsync(
        BuildContext context, KernelChoice kernel, string? named, string? machine, GuestParcel? guest)
    {
        if (machine is not null)
        {
            MachineCatalog.Find(context.Repository.Machines, machine);
        }

        if (!kernel.IsBundled)
        {
            Fitting(KernelPrefix.Open(kernel.Folder));
        }

        (BootImage image, KernelPrefix prefix) = await NamedImageBuild.RunAsync(
            context, kernel, named ?? (guest is null ? DefaultImage : GuestParcel.RunnerImage));
        return new Boot(image, Fitting(prefix), prefix);

        Machine Fitting(KernelPrefix built)
        {
            Machine found = MachineSelection.For(context.Repository, built, machine);
            string rootTask = Path.Combine(context.Repository.ManagedImages(kernel.Id), GuestParcel.RunnerImage + BootImage.RootTaskSuffix);
            guest?.Machine.CheckRam(GuestCapacity.Find(built, System.IO.File.Exists(rootTask) ? rootTask : null)); // an earlier build's will do
            return found;
        }
    }

    private static void WriteScript(BuildContext context, GdbScript script)
    {
        string path = Path.Combine(context.Repository.Output, "debug", script.FileName);
        script.Write(path);
        context.Steps.Note($"QEMU waits: gdb-multiarch -x {path}");
    }

    // What is booted where; no kernel is known of a file that the user brings.
    private sealed record Boot(BootImage Image, Machine Machine, KernelPrefix? Kernel);
}
