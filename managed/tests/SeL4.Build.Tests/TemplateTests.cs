// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using SeL4.Build.Building;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests;

/// <summary>The template of a VMM. The solution compiles the template itself; here it becomes a project.</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_project_made_of_the_template_is_an_image_by_the_name_that_was_given()
    {
        string template = Path.Combine(TestRepository.Real.Root, "managed", "templates", "sel4-vmm");
        await NewAsync("install", template);
        await NewAsync("sel4-vmm", "-n", "MyMonitor", "-o", _folder.File("managed/samples/MyMonitor"));
        ManagedImage image = Assert.Single(ManagedImage.Discover(new Repository(_folder.Path)));
        Assert.Equal("MyMonitor", image.Name);
        string[] files = [.. Directory.GetFiles(Path.GetDirectoryName(image.Project)!).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(["MyMonitor.csproj", "Program.cs", "packages.lock.json"], files);
        foreach (string file in files)
        {
            Assert.DoesNotContain(
                "SeL4VmmTemplate", File.ReadAllText(Path.Combine(Path.GetDirectoryName(image.Project)!, file)));
        }
    }

    // A hive of its own: the user's templates stay as they are. `dotnet new` writes to it, and reads it at the same
    // time, which now and then it refuses to itself ("used by another process"); then once more.
    private async Task NewAsync(params string[] arguments)
    {
        (int status, string output) = await RunNewAsync(arguments);
        for (int again = 0; again < 5 && status != 0 && output.Contains("used by another process", StringComparison.Ordinal); again++)
        {
            (status, output) = await RunNewAsync(arguments);
        }

        Assert.True(status == 0, output);
    }

    private async Task<(int Status, string Output)> RunNewAsync(string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", ["new", .. arguments, "--debug:custom-hive", _folder.File("hive")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
