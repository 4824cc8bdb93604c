// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Testing;

public sealed class NativeCoverageTests
{
    private const string Report = """
        {"data": [{
          "files": [
            {"filename": "/src/run.c", "summary": {"lines": {"count": 200, "covered": 191, "percent": 95.5}}},
            {"filename": "/src/only.h", "summary": {"lines": {"count": 0, "covered": 0, "percent": 0}}}
          ],
          "totals": {"lines": {"count": 200, "covered": 191, "percent": 95.5}}
        }]}
        """;

    [Fact]
    public void FilesWithoutCodeAreLeftOut() => Assert.Equal([("run.c", 95.5)], NativeCoverage.Read(Report));

    [Fact]
    public void TheTotalIsThatOfAllFiles() => Assert.Equal(95.5, NativeCoverage.Total(Report));

    [Theory]
    [InlineData(95.0, CaseOutcome.Passed)]
    [InlineData(94.99, CaseOutcome.Failed)]
    public void TooFewLinesAreAFailure(double percent, CaseOutcome expected)
    {
        TestResult result = NativeCoverage.Judge(percent, "log");

        Assert.Equal(expected, result.Outcome);
        Assert.Contains("95 % required", result.Message, StringComparison.Ordinal);
    }
}
