// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Xml.Linq;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing;

/// <summary>Reads the TRX file that <c>dotnet test</c> wrote.</summary>
internal static class TrxReader
{
    private static readonly XNamespace Ns = TrxNames.Namespace;

    public static IReadOnlyList<TestResult> Read(string path)
    {
        XElement root = XDocument.Load(path).Root!;
        Dictionary<string, XElement> methods = root.Descendants(Ns + "UnitTest").ToDictionary(
            test => Attribute(test, "id"), test => test.Element(Ns + "TestMethod")!);
        return [.. root.Descendants(Ns + "UnitTestResult").Select(result => Convert(result, methods))];
    }

    private static TestResult Convert(XElement result, Dictionary<string, XElement> methods)
    {
        string fullName = Attribute(result, "testName");
        string suite = methods.TryGetValue(Attribute(result, "testId"), out XElement? method)
            ? Attribute(method, "className")
            : "";
        string name = fullName.StartsWith(suite + ".", StringComparison.Ordinal) ? fullName[(suite.Length + 1)..] : fullName;
        _ = TimeSpan.TryParse(Attribute(result, "duration"), CultureInfo.InvariantCulture, out TimeSpan duration);
        return new TestResult(suite, name, Outcome(Attribute(result, "outcome")), Message(result), duration);
    }

    private static string Message(XElement result)
    {
        XElement? error = result.Element(Ns + "Output")?.Element(Ns + "ErrorInfo");
        string message = error?.Element(Ns + "Message")?.Value ?? "";
        string stack = error?.Element(Ns + "StackTrace")?.Value ?? "";
        return stack.Length == 0 ? message : $"{message}\n{stack}";
    }

    // Anything but a pass or a skip (Error, Timeout, Aborted, ...) is a failure.
    private static CaseOutcome Outcome(string outcome) => outcome switch
    {
        TrxNames.Passed => CaseOutcome.Passed,
        TrxNames.NotExecuted => CaseOutcome.Skipped,
        _ => CaseOutcome.Failed,
    };

    private static string Attribute(XElement element, string name) => element.Attribute(name)?.Value ?? "";
}
