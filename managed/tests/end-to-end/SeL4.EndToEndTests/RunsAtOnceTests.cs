// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.RegularExpressions;
using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary>Several runs from one checkout, and runs that are killed.</summary>
public sealed class RunsAtOnceTests : IDisposable
{
    private const string Kernel = "bundled-debug";

    private static readonly Dictionary<string, string> NoVariables = [];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guests_run_at_once_and_have_a_log_each()
    {
        using Shell first = Run("spin", "--timeout 10");
        using Shell second = Run("spin", "--timeout 10");
        int[] statuses = await Task.WhenAll(first.EndAsync(600), second.EndAsync(600));
        Assert.Equal([124, 124], statuses);
        string[] logs = [.. new[] { first, second }.Select(run => Regex.Match(run.Output, "serial log: (.*)").Groups[1].Value.Trim())];
        Assert.All(logs, log => Assert.Contains("spinning", File.ReadAllText(log)));
        Assert.NotEqual(logs[0], logs[1]);
    }

    [Fact]
    public async Task A_run_that_is_killed_leaves_nothing_in_the_temporary_folder()
    {
        using (Shell build = Shell.Line($"exec ./build.sh run --image guest-runner --kernel {Kernel}", TestRepository.Real.Root, NoVariables))
        {
            await build.SucceedAsync(300); // what the .NET SDK leaves after building is not the run's
        }

        using Shell run = Run("spin", "");
        await run.WaitForAsync("spinning", 300);
        run.Kill();
        await run.EndAsync(60);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private Shell Run(string what, string more) => Shell.Line(
        $"exec ./build.sh run --kernel {Kernel} --guest '{Path.Combine(TestRepository.Real.Sdk(Kernel), "guests", "abuse.elf")}' --append {what} {more}",
        TestRepository.Real.Root,
        new Dictionary<string, string> { ["TMPDIR"] = _folder.Path });
}
