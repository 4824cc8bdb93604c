// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests;

public sealed class RepositoryTests
{
    [Fact]
    public void The_solution_opens_every_managed_project()
    {
        Repository repository = TestRepository.Real;
        string solution = File.ReadAllText(repository.Solution).Replace('\\', '/');
        string[] missing = [.. new[] { "managed", "bindings" }
            .Select(folder => Path.Combine(repository.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(repository.Root, path).Replace('\\', '/'))
            .Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal))];
        Assert.Empty(missing);
    }

    // MSBuild refuses a solution in which a project is called as a folder of the solution is.
    [Fact]
    public void No_two_things_in_the_solution_have_the_same_name()
    {
        string[] names = [.. File.ReadLines(TestRepository.Real.Solution)
            .Where(line => line.StartsWith("Project(", StringComparison.Ordinal))
            .Select(line => line.Split('"')[3])];
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase).Order(), names.Order());
    }
}
