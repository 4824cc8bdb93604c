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
        return root;
    }
}
