// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Prerequisites;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Prerequisites;

/// <summary>Installing, with a script in apt-get's place that notes how it was called.</summary>
[Collection(nameof(AptInstallerTests))]
[CollectionDefinition(nameof(AptInstallerTests), DisableParallelization = true)]
public sealed class AptInstallerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public AptInstallerTests() => Environment.SetEnvironmentVariable("PATH", _folder.File("bin") + ":" + _path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    [Fact]
    public async Task With_package_lists_it_installs_at_once()
    {
        Apt("exit 0");
        _folder.Write("lists/main_Packages", "");
        await InstallAsync();
        Assert.Equal(["noninteractive install -y --no-install-recommends a b"], Calls());
    }

    [Fact]
    public async Task Without_package_lists_it_fetches_them_first()
    {
        Apt("exit 0");
        await InstallAsync();
        Assert.Equal(["noninteractive update", "noninteractive install -y --no-install-recommends a b"], Calls());
    }

    [Fact]
    public async Task With_lists_too_old_it_fetches_them_and_tries_again()
    {
        Apt($"[ $(wc -l <{_folder.File("calls")}) -gt 1 ]");
        _folder.Write("lists/main_Packages", "");
        await InstallAsync();
        Assert.Equal(["install", "update", "install"], Calls().Select(c => c.Split(' ')[1]));
    }

    [Fact]
    public async Task What_cannot_be_installed_is_an_error_with_the_end_of_the_log()
    {
        Apt("echo 'E: Unable to locate package b'; [ $1 = update ]");
        CommandFailedException error = await Assert.ThrowsAsync<CommandFailedException>(InstallAsync);
        Assert.Contains("E: Unable to locate package b", error.Tail);
    }

    private void Apt(string body) =>
        _folder.Script(
            Directory.CreateDirectory(_folder.File("bin")).Name + "/apt-get",
            $"echo \"$DEBIAN_FRONTEND $*\" >>{_folder.File("calls")}\n{body}\n");

    private string[] Calls() => File.ReadAllLines(_folder.File("calls"));

    private Task InstallAsync() =>
        new AptInstaller(new ProcessRunner(), _folder.File("install.log"), _folder.File("lists"))
            .InstallAsync(["a", "b"], StepProgress.Silent, CancellationToken.None);
}
