// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using System.CommandLine.Parsing;

namespace SeL4.Build.Commands;

/// <summary>The command line of the driver: every verb, and the options that all of them have.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(Repository repository)
    {
        var common = new CommonOptions();
        var root = new RootCommand("Builds, runs and tests SeL4.Vm.")
        {
            DoctorCommand.Create(repository, common),
            BuildCommand.Create(repository, common),
            SdkCommand.Create(repository, common),
            RunCommand.Create(repository, common),
            ImageCommand.Create(repository, common),
            TestCommand.Create(repository, common),
            HilCommand.Create(repository, common),
            BenchCommand.Create(repository, common),
            BindingsCommand.Create(repository, common),
            CleanCommand.Create(repository, common),
        };
        common.AddTo(root);
        RefuseEmptyNames(root);
        return root;
    }

    // An empty name is a variable of a script that was not set; some of them would mean the current folder.
    private static void RefuseEmptyNames(Command command)
    {
        foreach (Option option in command.Options.Where(o => IsNamed(o.HelpName)))
        {
            option.Validators.Add(result => Check(result, result.Tokens, $"{option.Name}: names no {option.HelpName}"));
        }

        foreach (Argument argument in command.Arguments.Where(a => IsNamed(a.HelpName)))
        {
            argument.Validators.Add(result => Check(result, result.Tokens, $"{argument.Name}: names no {argument.HelpName}"));
        }

        command.Subcommands.ToList().ForEach(RefuseEmptyNames);
    }

    // A name of an image, a kernel or a machine is looked up, and an empty one not found.
    private static bool IsNamed(string? what) => what is "file" or "folder" or "address" or "size";

    private static void Check(SymbolResult result, IEnumerable<Token> tokens, string message)
    {
        if (tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError(message);
        }
    }
}
