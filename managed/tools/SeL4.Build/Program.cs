// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using System.CommandLine.Invocation;
using SeL4.Build;
using SeL4.Build.Commands;
using SeL4.Build.Reporting;

var steps = new StepReporter(ConsoleFactory.Create(), verbose: args.Contains("--verbose") || args.Contains("-v"));
string logs = Path.GetTempPath();
try
{
    var repository = Repository.Find(AppContext.BaseDirectory);
    logs = repository.Logs;
    ParseResult parsed = RootCommandFactory.Create(repository).Parse(args);
    if (parsed.Action is ParseErrorAction refusal)
    {
        // The list of commands helps, a page of options only hides what was wrong.
        refusal.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
    }

    var invocation = new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(10), // QEMU gets two of them to end by itself
    };
    return await parsed.InvokeAsync(invocation);
}
catch (Exception error)
{
    return DriverEnd.Report(steps, error, logs);
}
