// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;
using SeL4.Build.Testing;
using SeL4.Runner.Boards;

namespace SeL4.Build.Commands;

/// <summary><c>hil</c>: hardware in the loop, the tests on the target on a real board.</summary>
internal static class HilCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("hil", "Run the tests on the target on a board (hardware in the loop)");
        var board = new Argument<string>("board") { Description = "The board's file (qemu/boards/README.md)", HelpName = "file" };
        Option<string?> filter = TestCommand.Filter();
        Option<string?> results = TestCommand.Results();
        command.Add(board);
        command.Add(filter);
        command.Add(results);
        var kernelOptions = new KernelOptions();
        kernelOptions.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = TestCommand.InFolder(
                common.Context(repository, arguments, cancellation), arguments.GetValue(results));
            var bed = new BoardBed(BoardFile.Load(arguments.GetRequiredValue(board)));
            KernelChoice kernel = kernelOptions.Choose(repository, arguments) with { Origin = KernelOrigin.Option };
            await PrerequisiteStep.EnsureAsync(context);
            return await TestCommand.RunAsync(
                context, [new KernelTests(kernel, bed)], new TestFilter(arguments.GetValue(filter)));
        });
        return command;
    }
}
