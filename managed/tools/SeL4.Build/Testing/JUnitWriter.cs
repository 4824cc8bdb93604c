// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Xml.Linq;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>Writes a group as a JUnit file, which CI systems read.</summary>
internal static class JUnitWriter
{
    public static void Write(TestGroup group, string path)
    {
        var root = new XElement(
            "testsuites",
            new XAttribute("name", group.Title),
            Totals(group.Results),
            group.Results.GroupBy(r => r.Suite).Select(Suite));
        XmlText.Save(new XDocument(root), path);
    }

    private static XElement Suite(IGrouping<string, TestResult> suite) => new(
        "testsuite", new XAttribute("name", suite.Key), Totals([.. suite]), suite.Select(Case));

    private static XAttribute[] Totals(IReadOnlyList<TestResult> results) =>
    [
        new("tests", results.Count),
        new("failures", results.Count(r => r.Outcome == CaseOutcome.Failed)),
        new("skipped", results.Count(r => r.Outcome == CaseOutcome.Skipped)),
        new("time", Seconds(results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Duration))),
    ];

    private static XElement Case(TestResult result)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("classname", result.Suite),
            new XAttribute("name", XmlText.Clean(result.Name)),
            new XAttribute("time", Seconds(result.Duration)));
        string message = XmlText.Clean(result.Message);
        if (result.Outcome == CaseOutcome.Failed)
        {
            element.Add(new XElement("failure", new XAttribute("message", message), message));
        }
        else if (result.Outcome == CaseOutcome.Skipped)
        {
            element.Add(new XElement("skipped", new XAttribute("message", message)));
        }

        if (result.LogPath is not null)
        {
            element.Add(new XElement("system-out", $"log: {result.LogPath}"));
        }

        return element;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
