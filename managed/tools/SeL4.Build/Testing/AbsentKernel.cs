// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>A real kernel that is not on this machine: one skipped line, never a pass.</summary>
internal sealed class AbsentKernel(string id) : ITestSource
{
    public TestGroup Group { get; } = new(id, $"{id} (seL4, absent)");

    public Task RunAsync(BuildContext context, TestFilter filter)
    {
        string reason = $"no such kernel: put its prefix at ~/.sel4/{id} or name it with SEL4_PREFIX";
        Group.Add(new TestResult("kernel", id, CaseOutcome.Skipped, reason, TimeSpan.Zero));
        return Task.CompletedTask;
    }
}
