// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;
using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Testing;

public sealed class ResultFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void JUnit_has_every_test_with_its_outcome_and_the_totals()
    {
        JUnitWriter.Write(Group(), _folder.File("a/junit.xml"));
        XElement root = XDocument.Load(_folder.File("a/junit.xml")).Root!;
        Assert.Equal("testsuites", root.Name);
        Assert.Equal(("4", "1", "1"), (Attribute(root, "tests"), Attribute(root, "failures"), Attribute(root, "skipped")));
        Assert.Equal(["api", "crash"], root.Elements("testsuite").Select(s => Attribute(s, "name")));
        XElement failed = root.Descendants("testcase").Single(t => Attribute(t, "name") == "bad");
        Assert.Equal("is 1 < 2 & \uFFFD\uFFFD", Attribute(failed.Element("failure")!, "message"));
        Assert.Equal("1.500", Attribute(failed, "time"));
        Assert.Contains("serial.log", failed.Element("system-out")!.Value);
        XElement skipped = root.Descendants("testcase").Single(t => Attribute(t, "name") == "later");
        Assert.Equal("no MCS", Attribute(skipped.Element("skipped")!, "message"));
        Assert.Null(skipped.Element("failure"));
    }

    [Fact]
    public void TRX_is_read_back_as_it_was_written()
    {
        TestGroup group = Group();
        TrxWriter.Write(group, _folder.File("a.trx"));
        IReadOnlyList<TestResult> read = TrxReader.Read(_folder.File("a.trx"));
        Assert.Equal(
            group.Results.Select(r => (r.Suite, r.Name, r.Outcome, r.Duration)),
            read.Select(r => (r.Suite, r.Name, r.Outcome, r.Duration)));
        XElement counters = XDocument.Load(_folder.File("a.trx")).Descendants(TrxNames.Namespace + "Counters").Single();
        Assert.Equal(("4", "2", "1", "1"), (Attribute(counters, "total"), Attribute(counters, "passed"),
            Attribute(counters, "failed"), Attribute(counters, "notExecuted")));
    }

    [Fact]
    public void A_TRX_outcome_that_is_neither_pass_nor_skip_is_a_failure()
    {
        TrxWriter.Write(Group(), _folder.File("a.trx"));
        string text = File.ReadAllText(_folder.File("a.trx")).Replace("outcome=\"Passed\"", "outcome=\"Aborted\"");
        File.WriteAllText(_folder.File("a.trx"), text);
        Assert.Equal(3, TrxReader.Read(_folder.File("a.trx")).Count(r => r.Outcome == CaseOutcome.Failed));
    }

    [Fact]
    public void Results_of_CTest_are_read()
    {
        string path = _folder.Write("ctest.xml", """
            <testsuite name="x" tests="4" failures="1">
              <testcase name="a" classname="a" time="0.25" status="run"><system-out>fine</system-out></testcase>
              <testcase name="b" classname="b" time="1" status="fail"><failure message="Failed"/><system-out>assert x</system-out></testcase>
              <testcase name="c" classname="c" time="0" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>
              <testcase name="d" classname="d" time="0" status="fail"><failure message="Timeout"/></testcase>
            </testsuite>
            """);
        IReadOnlyList<TestResult> read = CTestReader.Read(path, "native", "log");
        Assert.Equal(
            [CaseOutcome.Passed, CaseOutcome.Failed, CaseOutcome.Skipped, CaseOutcome.Failed], read.Select(r => r.Outcome));
        Assert.Equal("Failed\nassert x", read[1].Message);
        Assert.Equal("SKIP_RETURN_CODE=77", read[2].Message);
        Assert.Equal(0.25, read[0].Duration.TotalSeconds);
    }

    private static string Attribute(XElement element, string name) => element.Attribute(name)!.Value;

    private static TestGroup Group()
    {
        var group = new TestGroup("bundled-debug", "bundled-debug (bundled kernel, not seL4)");
        group.Add(new TestResult("api", "good", CaseOutcome.Passed, "", TimeSpan.FromSeconds(1)));
        group.Add(new TestResult("api", "bad", CaseOutcome.Failed, "is 1 < 2 & \u001b\ud800", TimeSpan.FromSeconds(1.5))
        {
            LogPath = "/x/serial.log",
        });
        group.Add(new TestResult("api", "later", CaseOutcome.Skipped, "no MCS", TimeSpan.Zero));
        group.Add(new TestResult("crash", "run", CaseOutcome.Passed, "", TimeSpan.FromSeconds(2)));
        return group;
    }
}
