// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Processes;
using SeL4.Runner;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>Runs groups of tests one after the other and writes their results.</summary>
internal sealed class TestRun(BuildContext context, TestFilter filter)
{
    /// <summary>Runs every source; one that cannot be built is one failed test, and the others still run.</summary>
    public async Task<IReadOnlyList<TestGroup>> RunAsync(IEnumerable<ITestSource> sources)
    {
        List<TestGroup> groups = [];
        foreach (ITestSource source in sources)
        {
            string? failure = await TryRunAsync(source);
            if (failure is not null)
            {
                source.Group.Add(new TestResult("build", source.Group.Id, CaseOutcome.Failed, failure, TimeSpan.Zero));
            }

            if (source.Group.Results.Count > 0)
            {
                groups.Add(source.Group);
                WriteFiles(source.Group);
            }
        }

        return groups;
    }

    private async Task<string?> TryRunAsync(ITestSource source)
    {
        try
        {
            await source.RunAsync(context, filter);
            return null;
        }
        catch (CommandFailedException failure)
        {
            context.Steps.Show(failure);
            return string.Join('\n', failure.Tail.Prepend($"{failure.Message}: {failure.Command}"));
        }
        catch (Exception error) when (error is UserErrorException or RunnerException or Kernels.UnfitKernelException)
        {
            context.Steps.Error(error.Message);
            return error.Message;
        }
    }

    private void WriteFiles(TestGroup group)
    {
        string folder = context.Results;
        JUnitWriter.Write(group, Path.Combine(folder, group.Id + ".junit.xml"));
        TrxWriter.Write(group, Path.Combine(folder, group.Id + ".trx"));
    }
}
