// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using SeL4.Build.Processes;

namespace SeL4.Build.Commands;

/// <summary><c>clean</c>: removes what was built.</summary>
internal static class CleanCommand
{
    // The driver itself runs from out/driver; build.sh makes it anew when its sources change.
    private const string Driver = "driver";

    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("clean", "Remove everything that was built");
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            using CheckoutLock results = TestCommand.TakeResults(repository, repository.TestResults);
            using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
            Clean(repository.Output);
            context.Steps.Say($"Removed what was in {repository.Output}.");
            return 0;
        });
        return command;
    }

    internal static void Clean(string output)
    {
        if (!Directory.Exists(output))
        {
            return;
        }

        foreach (string folder in Directory.GetDirectories(output).Where(f => Path.GetFileName(f) != Driver))
        {
            // A link is removed, not what it points at.
            if (new DirectoryInfo(folder).LinkTarget is not null)
            {
                Directory.Delete(folder);
            }
            else
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (string file in Directory.GetFiles(output))
        {
            File.Delete(file);
        }
    }
}
