// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;

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
        foreach (Option option in command.Options.Where(o => o.HelpName is "file" or "folder" or "name" or "address" or "size"))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => token.Value.Length == 0))
                {
                    result.AddError($"{option.Name}: names no {option.HelpName}");
                }
            });
        }

        command.Subcommands.ToList().ForEach(RefuseEmptyNames);
    }
}
