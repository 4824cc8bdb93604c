// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Building;
using SeL4.Build.Delivery;
using SeL4.Build.Kernels;
using SeL4.Runner.Images;

namespace SeL4.Build.Commands;

/// <summary><c>image</c>: builds an image and puts what a boot loader needs into a folder.</summary>
internal static class ImageCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("image", "Build an image and put it into a folder, with what U-Boot needs to start it");
        var kernelOptions = new KernelOptions();
        kernelOptions.AddTo(command);
        var name = new Option<string>("--image")
        {
            Description = $"Image by name (default: {RunCommand.DefaultImage})",
            HelpName = "name",
            DefaultValueFactory = _ => RunCommand.DefaultImage,
        };
        var output = new Option<string>("--output", "-o") { Description = "Where to put it", HelpName = "folder", Required = true };
        command.Add(name);
        command.Add(output);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            (BootImage image, KernelPrefix kernel) = await NamedImageBuild.RunAsync(
                context, kernelOptions.Choose(repository, arguments), arguments.GetRequiredValue(name));
            if (image.Guest is not null)
            {
                context.Steps.Note($"{image.Name} runs a guest that QEMU puts into memory; a board has to do that itself");
            }

            DeliveredImage delivered = DeliveredImage.Write(image, kernel, arguments.GetRequiredValue(output));
            delivered.Lines().ToList().ForEach(context.Steps.Say);
            return 0;
        });
        return command;
    }
}
