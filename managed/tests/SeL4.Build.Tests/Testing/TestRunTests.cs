// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Testing;

public sealed class TestRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_group_that_cannot_be_built_is_one_failure_and_the_others_still_run()
    {
        ITestSource[] sources = [new Source("bad", fails: true), new Source("good", fails: false), new AbsentKernel("absent")];
        IReadOnlyList<TestGroup> groups = await new TestRun(TestContext.Create(_folder.Path), new TestFilter(null)).RunAsync(sources);
        Assert.Equal("1 passed, 1 failed, 1 skipped", SummaryPrinter.Totals(groups));
        Assert.Equal("no compiler", groups[0].Results.Single().Message);
        Assert.Equal(CaseOutcome.Skipped, groups[2].Results.Single().Outcome);
        Assert.True(File.Exists(_folder.File("out/test-results/good.junit.xml")));
        Assert.True(File.Exists(_folder.File("out/test-results/bad.trx")));
    }

    private sealed class Source(string id, bool fails) : ITestSource
    {
        public TestGroup Group { get; } = new(id, id);

        public Task RunAsync(BuildContext context, TestFilter filter)
        {
            if (fails)
            {
                throw new UserErrorException("no compiler");
            }

            Group.Add(new TestResult("s", "t", CaseOutcome.Passed, "", TimeSpan.Zero));
            return Task.CompletedTask;
        }
    }
}
