// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Building;
using SeL4.Build.Guests;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;

namespace SeL4.Build.Commands;

/// <summary><c>run</c>: boots an image in QEMU with its serial port on the terminal, and returns its exit code.</summary>
internal static class RunCommand
{
    private const int GdbPort = 1234;
    private const string DefaultImage = "demo";

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
            Description = "Machine of qemu/machines, or a file (default: the one the kernel was built for)",
            HelpName = "name",
        };
        var debug = new Option<bool>("--debug") { Description = $"QEMU waits for gdb on port {GdbPort}" };
        var timeout = new Option<double?>("--timeout") { Description = "End the run after so many seconds", HelpName = "seconds" };
        var guest = new GuestOptions();
        new Option[] { image, elf, machine, debug, timeout }.ToList().ForEach(command.Add);
        guest.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            using GuestParcel? brought = guest.Open(arguments);
            if (brought is not null && (arguments.GetValue(image) ?? arguments.GetValue(elf)) is not null)
            {
                throw new UserErrorException("--guest names what to run, as --image and --elf do: give one");
            }

            (BootImage boot, Machine on) = arguments.GetValue(elf) is { } file
                ? File(repository, file, arguments.GetValue(image), arguments.GetValue(machine))
                : await BuiltAsync(
                    context,
                    kernelOptions.Choose(repository, arguments),
                    arguments.GetValue(image) ?? (brought is null ? DefaultImage : GuestParcel.RunnerImage),
                    arguments.GetValue(machine));
            int? gdb = arguments.GetValue(debug) ? GdbPort : null;
            using GuestParcel? own = brought is null ? GuestParcel.OfImage(boot) : null;
            return await ImageRun.RunAsync(
                context, boot, on, arguments.GetValue(timeout), gdb, (brought ?? own)?.QemuArguments ?? []);
        });
        return command;
    }

    private static (BootImage Image, Machine Machine) File(
        Repository repository, string file, string? image, string? machine)
    {
        if (image is not null)
        {
            throw new UserErrorException("--image and --elf both name what to boot: give one");
        }

        return machine is null
            ? throw new UserErrorException("--elf needs --machine: nothing else says which machine the file is for")
            : (BootImage.FromElf(file), MachineCatalog.Find(repository.Machines, machine));
    }

    private static async Task<(BootImage Image, Machine Machine)> BuiltAsync(
        BuildContext context, KernelChoice kernel, string name, string? machine)
    {
        await PrerequisiteStep.EnsureAsync(context);
        context.Steps.Note($"kernel: {kernel.Title}");
        KernelPrefix prefix = await KernelBuild.RunAsync(context, kernel);
        Machine on = MachineSelection.For(context.Repository, prefix, machine);
        IReadOnlyList<BootImage> native = BootImage.Discover([context.Repository.NativeImages(kernel.Id)]);
        if (native.FirstOrDefault(i => i.Name == name) is { } found)
        {
            return (found, on);
        }

        IReadOnlyList<ManagedImage> managed = ManagedImage.Discover(context.Repository);
        if (managed.FirstOrDefault(i => i.Name == name) is { } program)
        {
            return (await ManagedImageBuild.RunAsync(context, kernel, program), on);
        }

        string known = string.Join(", ", managed.Select(i => i.Name).Concat(native.Select(i => i.Name)));
        throw new UserErrorException($"no image is called '{name}'; there are: {known}");
    }
}
