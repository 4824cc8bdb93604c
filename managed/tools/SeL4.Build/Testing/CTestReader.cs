// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Xml.Linq;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>Reads the JUnit file that CTest wrote.</summary>
internal static class CTestReader
{
    /// <param name="path">The file.</param>
    /// <param name="suite">The suite that its tests are given.</param>
    /// <param name="logPath">The log of the run.</param>
    public static IReadOnlyList<TestResult> Read(string path, string suite, string logPath) =>
        [.. XDocument.Load(path).Descendants("testcase").Select(test => Convert(test, suite, logPath))];

    private static TestResult Convert(XElement test, string suite, string logPath)
    {
        XElement? failure = test.Element("failure");
        XElement? skipped = test.Element("skipped");
        CaseOutcome outcome = (Attribute(test, "status"), failure, skipped) switch
        {
            ("run", null, null) => CaseOutcome.Passed,
            ("notrun" or "disabled", null, _) or (_, null, not null) => CaseOutcome.Skipped,
            _ => CaseOutcome.Failed,
        };
        string output = test.Element("system-out")?.Value ?? "";
        string message = outcome == CaseOutcome.Passed
            ? ""
            : $"{Attribute(failure ?? skipped, "message")}\n{output}".Trim();
        _ = double.TryParse(Attribute(test, "time"), CultureInfo.InvariantCulture, out double seconds);
        return new TestResult(suite, Attribute(test, "name"), outcome, message, TimeSpan.FromSeconds(seconds))
        {
            LogPath = logPath,
        };
    }

    private static string Attribute(XElement? element, string name) => element?.Attribute(name)?.Value ?? "";
}
