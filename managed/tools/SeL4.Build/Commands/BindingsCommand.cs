// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Bindings;
using SeL4.Build.Reporting;

namespace SeL4.Build.Commands;

/// <summary><c>bindings</c>: regenerates the C# bindings from the C headers, or checks that they are up to date.</summary>
internal static class BindingsCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("bindings", "Generate the C# bindings from the C headers (needs ClangSharp)");
        var check = new Option<bool>("--check") { Description = "Only compare; fails when the committed files differ" };
        command.Add(check);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            GeneratedFiles files = await context.Steps.RunAsync(
                "Bindings", (StepProgress progress) => BindingsGenerator.RunAsync(context, progress));
            return arguments.GetValue(check) ? Check(context, files) : Write(context, files);
        });
        return command;
    }

    private static int Write(BuildContext context, GeneratedFiles files)
    {
        IReadOnlyList<string> changed = files.Write();
        changed.ToList().ForEach(file => context.Steps.Note(file));
        context.Steps.Say(changed.Count == 0 ? "The bindings are up to date." : $"{changed.Count} files changed.");
        return 0;
    }

    private static int Check(BuildContext context, GeneratedFiles files)
    {
        IReadOnlyList<string> differences = files.Differences();
        if (differences.Count == 0)
        {
            context.Steps.Say("The bindings are what the headers give.");
            return 0;
        }

        differences.ToList().ForEach(difference => context.Steps.Error(difference));
        context.Steps.Error("the committed bindings differ from what the headers give: run './build.sh bindings' and commit");
        return 1;
    }
}
