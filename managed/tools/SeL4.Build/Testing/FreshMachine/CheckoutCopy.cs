// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>Copies what a clone of the repository would have, as it is here: the files that git knows of.</summary>
internal static class CheckoutCopy
{
    /// <exception cref="UnfitMachineException">There is no git, or this is no clone.</exception>
    public static async Task WriteAsync(Repository repository, string folder, CancellationToken cancellation)
    {
        string names = await ProcessRunner.ReadAsync(new CommandLine("git", "-C", repository.Root, "ls-files", "-z"), cancellation)
            ?? throw new UnfitMachineException($"git does not list the files of {repository.Root}");
        foreach (string name in names.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            string from = Path.Combine(repository.Root, name);
            if (File.Exists(from)) // removed, but not from git yet
            {
                string to = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to);
            }
        }
    }
}
