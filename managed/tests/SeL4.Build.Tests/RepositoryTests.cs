// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.Json;
using System.Xml.Linq;
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

    // Directory.Build.props has the one target framework; only what leaves the repository has to name it for itself.
    [Fact]
    public void No_project_has_a_target_framework_of_its_own()
    {
        Repository repository = TestRepository.Real;
        string[] found = [.. new[] { "managed", "bindings" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(path => File.ReadAllText(path).Contains("<TargetFramework", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(repository.Root, path).Replace('\\', '/'))];
        Assert.Equal(["managed/templates/sel4-vmm/SeL4VmmTemplate.csproj"], found);
        string framework = XDocument.Load(Path.Combine(repository.Root, "Directory.Build.props")).Descendants("TargetFramework").Single().Value;
        string template = XDocument.Load(Path.Combine(repository.Root, found[0])).Descendants("TargetFramework").Single().Value;
        Assert.Equal(framework, template);
    }

    [Fact]
    public void The_projects_that_the_sdk_packs_are_all_that_can_be_packed()
    {
        Repository repository = TestRepository.Real;
        string[] packable = [.. new[] { "managed", "bindings" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(path => File.ReadAllText(path).Contains("<IsPackable>true", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(repository.Root, path).Replace('\\', '/'))];
        using JsonDocument filter = JsonDocument.Parse(File.ReadAllText(repository.PackageProjects));
        string?[] packed = [.. filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray().Select(p => p.GetString())];
        Assert.NotEmpty(packable);
        Assert.Empty(packable.Except(packed));
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
