// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>Writes a group as a TRX file, which Visual Studio and Azure DevOps read.</summary>
internal static class TrxWriter
{
    private static readonly XNamespace Ns = TrxNames.Namespace;

    public static void Write(TestGroup group, string path)
    {
        var root = new XElement(
            Ns + "TestRun",
            new XAttribute("id", Id(group.Id)),
            new XAttribute("name", group.Title),
            new XElement(Ns + "Results", group.Results.Select(Result)),
            new XElement(Ns + "TestDefinitions", group.Results.Select(Definition)),
            new XElement(Ns + "TestEntries", group.Results.Select(Entry)),
            new XElement(
                Ns + "TestLists",
                new XElement(Ns + "TestList", new XAttribute("name", "Results Not in a List"), new XAttribute("id", TrxNames.NoList))),
            Summary(group));
        XmlText.Save(new XDocument(root), path);
    }

    private static XElement Result(TestResult result)
    {
        var element = new XElement(
            Ns + "UnitTestResult",
            new XAttribute("executionId", Id("run " + FullName(result))),
            new XAttribute("testId", Id(FullName(result))),
            new XAttribute("testName", XmlText.Clean(FullName(result))),
            new XAttribute("duration", result.Duration.ToString("c", CultureInfo.InvariantCulture)),
            new XAttribute("testType", TrxNames.UnitTestType),
            new XAttribute("outcome", Outcome(result)),
            new XAttribute("testListId", TrxNames.NoList));
        if (result.Message.Length > 0)
        {
            element.Add(new XElement(
                Ns + "Output",
                new XElement(Ns + "ErrorInfo", new XElement(Ns + "Message", XmlText.Clean(result.Message)))));
        }

        return element;
    }

    private static XElement Definition(TestResult result) => new(
        Ns + "UnitTest",
        new XAttribute("name", XmlText.Clean(FullName(result))),
        new XAttribute("id", Id(FullName(result))),
        new XElement(Ns + "Execution", new XAttribute("id", Id("run " + FullName(result)))),
        new XElement(
            Ns + "TestMethod",
            new XAttribute("className", XmlText.Clean(result.Suite)),
            new XAttribute("name", XmlText.Clean(result.Name)),
            new XAttribute("codeBase", result.LogPath ?? "")));

    private static XElement Entry(TestResult result) => new(
        Ns + "TestEntry",
        new XAttribute("testId", Id(FullName(result))),
        new XAttribute("executionId", Id("run " + FullName(result))),
        new XAttribute("testListId", TrxNames.NoList));

    private static XElement Summary(TestGroup group)
    {
        int passed = group.Count(CaseOutcome.Passed);
        int failed = group.Count(CaseOutcome.Failed);
        return new XElement(
            Ns + "ResultSummary",
            new XAttribute("outcome", failed == 0 ? "Completed" : "Failed"),
            new XElement(
                Ns + "Counters",
                new XAttribute("total", group.Results.Count),
                new XAttribute("executed", passed + failed),
                new XAttribute("passed", passed),
                new XAttribute("failed", failed),
                new XAttribute("notExecuted", group.Count(CaseOutcome.Skipped))));
    }

    private static string FullName(TestResult result) => $"{result.Suite}.{result.Name}";

    private static string Outcome(TestResult result) => result.Outcome switch
    {
        CaseOutcome.Passed => TrxNames.Passed,
        CaseOutcome.Failed => TrxNames.Failed,
        _ => TrxNames.NotExecuted,
    };

    // The same test has the same identifier in every run, so that runs can be compared.
    private static string Id(string name) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
}
