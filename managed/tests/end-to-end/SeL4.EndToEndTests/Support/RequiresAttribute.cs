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

    /// <summary>A test that needs files of the user's own.</summary>
    /// <param name="variables">Environment variables, each of which names a file.</param>
    /// <param name="what">What the files are.</param>
    public RequiresAttribute(string[] variables, string what)
    {
        if (variables.FirstOrDefault(v => !File.Exists(Environment.GetEnvironmentVariable(v))) is { } missing)
        {
            Skip = $"{missing} names no file ({what})";
        }
    }

    /// <summary>The path that <c>~</c> stands for.</summary>
    public static string Expand(string path) =>
        path.Replace("~", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), StringComparison.Ordinal);
}
