// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;
using SeL4.EndToEndTests.Support;

namespace SeL4.EndToEndTests;

/// <summary><c>--sel4-prefix</c> with real kernels, which not every machine has.</summary>
public sealed class RealKernelTests : IDisposable
{
    private const string Prefix = "~/.sel4/qemu-arm-virt-";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Requires(Prefix + "debug/bin/kernel.elf")]
    public Task The_sample_runs_on_a_debug_kernel() => RunSampleAsync("debug");

    [Requires(Prefix + "release/bin/kernel.elf")]
    public Task The_sample_runs_on_a_release_kernel() => RunSampleAsync("release");

    [Requires(Prefix + "release/bin/kernel.elf")]
    public async Task Tests_run_on_the_kernel_of_a_folder_and_leave_other_results_alone()
    {
        string results = _folder.File("results");
        _folder.Write("results/kept", "");
        using Shell test = Shell.Driver(
            "test", "--sel4-prefix", RequiresAttribute.Expand(Prefix + "release"), "--filter", "hello-c/", "--results", results);
        await test.SucceedAsync(900);
        Assert.Contains("1 passed, 0 failed, 0 skipped", test.Output);
        Assert.Contains("hello-c", File.ReadAllText(Path.Combine(results, "qemu-arm-virt-release.junit.xml")));
        Assert.True(File.Exists(Path.Combine(results, "kept")));
    }

    private static async Task RunSampleAsync(string configuration)
    {
        string prefix = RequiresAttribute.Expand(Prefix + configuration);
        using Shell run = Shell.Driver("run", "--sel4-prefix", prefix);
        await run.SucceedAsync(600);
        Assert.Contains($"kernel: qemu-arm-virt-{configuration} (seL4 at {prefix})", run.Output);
        Assert.Contains("checks: 11 passed, 0 failed", run.Output);
        Assert.DoesNotContain("bundled kernel", run.Output);
    }
}
