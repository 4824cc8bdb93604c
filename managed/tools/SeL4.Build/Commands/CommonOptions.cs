// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Commands;

/// <summary>The options that every command has.</summary>
internal sealed class CommonOptions
{
    private const int MostJobs = 1024;

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Show the full output of every step",
        Recursive = true,
    };

    private readonly Option<int?> _jobs = NumberOption.Whole("--jobs", 1, MostJobs, $"a number from 1 to {MostJobs}", "-j");

    private readonly Option<bool> _noInstall = new("--no-install")
    {
        Description = "Never install packages, only say which are missing",
        Recursive = true,
    };

    public CommonOptions()
    {
        _jobs.Description = "How many things to do at once (default: one a processor)";
        _jobs.Recursive = true;
    }

    public void AddTo(Command command)
    {
        command.Add(_verbose);
        command.Add(_jobs);
        command.Add(_noInstall);
    }

    public BuildContext Context(Repository repository, ParseResult arguments, CancellationToken cancellation) => new(
        repository,
        new StepReporter(ConsoleFactory.Create(), arguments.GetValue(_verbose)),
        new ProcessRunner(),
        arguments.GetValue(_jobs) ?? Environment.ProcessorCount,
        cancellation)
    {
        MayInstall = !arguments.GetValue(_noInstall),
    };
}
