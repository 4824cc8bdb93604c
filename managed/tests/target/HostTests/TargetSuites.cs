// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections.Concurrent;
using System.Reflection;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Protocol;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;
using SeL4.TestKit;

namespace SeL4.Target.Tests;

/// <summary>One theory row a case; the first row of a suite boots its image, the others share that run.</summary>
public sealed class TargetSuites
{
    private static readonly string[] SuiteAssemblies = ["runtime-suite", "runtime-gc", "runtime-thread", "vm-suite"];
    private static readonly ConcurrentDictionary<string, Lazy<RunOutcome>> Runs = new();

    public static IEnumerable<object[]> Cases() =>
        from suite in SuiteAssemblies
        from test in TargetTestCase.Discover(Assembly.Load(suite))
        where test.Skip is null
        select new object[] { suite, test.Name };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case(string suite, string name)
    {
        RunOutcome run = Runs.GetOrAdd(suite, s => new Lazy<RunOutcome>(() => Boot(s))).Value;
        CaseResult? result = run.Cases.FirstOrDefault(c => c.Name == name);
        Assert.True(result is not null, $"the image ended before this case: {run.Explanation}");
        Assert.True(result.Outcome == CaseOutcome.Passed, result.Message);
    }

    private static RunOutcome Boot(string suite)
    {
        string root = typeof(TargetSuites).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "RepositoryRoot").Value!;
        string kernel = Environment.GetEnvironmentVariable("SEL4_KERNEL_ID") ?? "bundled-release";
        BootImage image = BootImage.Load(Path.Combine(root, "out/images", kernel, suite + BootImage.DescriptionSuffix));
        var request = new RunRequest
        {
            Machine = MachineCatalog.Find(Path.Combine(root, "qemu/machines"), "qemu-arm-virt"),
            ImagePath = image.ElfPath,
            LogPath = Path.Combine(Path.GetTempPath(), $"{suite}.{Environment.ProcessId}.log"),
            TotalSeconds = image.TimeoutSeconds,
        };
        return GuestRun.RunAsync(request, CancellationToken.None).GetAwaiter().GetResult();
    }
}
