// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;

namespace SeL4.EndToEndTests.Support;

/// <summary>A test that needs a program or a file which not every machine has; without it the test is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresAttribute : FactAttribute
{
    /// <param name="what">A program of <c>PATH</c>, or a file; <c>~</c> is the user's folder.</param>
    public RequiresAttribute(string what)
    {
        if (what.Contains('/') ? !File.Exists(Expand(what)) : ProgramFinder.Find(what) is null)
        {
            Skip = $"{what} is not installed";
        }
    }

    /// <summary>The path that <c>~</c> stands for.</summary>
    public static string Expand(string path) =>
        path.Replace("~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal);
}
