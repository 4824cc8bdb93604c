// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Abi;
using SeL4.Build;
using SeL4.Build.Commands;
using SeL4.Build.Kernels;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner;

const int StoppedStatus = 130; // 128 + SIGINT, as shells have it

var steps = new StepReporter(ConsoleFactory.Create(), verbose: args.Contains("--verbose") || args.Contains("-v"));
try
{
    RootCommand root = RootCommandFactory.Create(Repository.Find(AppContext.BaseDirectory));
    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(10), // QEMU gets two of them to end by itself
    };
    return await root.Parse(args).InvokeAsync(invocation);
}
catch (CommandFailedException failure)
{
    steps.Show(failure);
    return 1;
}
catch (Exception error) when (error is UserErrorException or UnfitKernelException or RunnerException or AbiException)
{
    steps.Error(error.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return StoppedStatus;
}
