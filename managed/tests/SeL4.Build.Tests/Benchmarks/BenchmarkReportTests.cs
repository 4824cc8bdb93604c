// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Benchmarks;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Benchmarks;

public sealed class BenchmarkReportTests : IDisposable
{
    private const string Line =
        """BENCH {"name":"hvc","language":"C#","parameters":{"kind":"own"},"unit":"instructions","value":12.5,"min":12,"max":13}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_are_found_among_other_output()
    {
        BenchmarkResult result = Assert.Single(BenchmarkReport.ReadOutput($"loader: hello\n{Line}\r\nbye\n"));
        Assert.Equal(("hvc", "C#", "instructions"), (result.Name, result.Language, result.Unit));
        Assert.Equal((12.5, 12.0, 13.0), (result.Value, result.Min, result.Max));
        Assert.Equal("hvc (kind own)", result.Title());
    }

    [Theory]
    [InlineData("nothing here", "no results")]
    [InlineData("BENCH {", "broken result")]
    [InlineData("""BENCH {"name":"hvc"}""", "broken result")]
    public void Output_without_sound_results_is_an_error(string output, string message) =>
        Assert.Contains(message, Assert.Throws<UserErrorException>(() => BenchmarkReport.ReadOutput(output)).Message);

    [Fact]
    public void A_file_is_read_back_as_it_was_written()
    {
        var report = new BenchmarkReport
        {
            Kernel = "k",
            Build = "release",
            Cpu = "cortex-a57",
            Benchmarks = BenchmarkReport.ReadOutput(Line),
        };
        report.Save(_folder.File("a/b.json"));
        BenchmarkReport read = BenchmarkReport.Load(_folder.File("a/b.json"));
        Assert.Equal(("k", "release", "cortex-a57"), (read.Kernel, read.Build, read.Cpu));
        Assert.Equal(report.Benchmarks[0].Title(), Assert.Single(read.Benchmarks).Title());
        Assert.Equal(12.5, read.Benchmarks[0].Value);
        Assert.Contains("\"language\": \"C#\"", File.ReadAllText(_folder.File("a/b.json")));
    }

    [Fact]
    public void A_file_that_is_no_report_is_named()
    {
        _folder.Write("x.json", "[]");
        Assert.Contains("x.json", Assert.Throws<UserErrorException>(() => BenchmarkReport.Load(_folder.File("x.json"))).Message);
        Assert.Contains("y.json", Assert.Throws<UserErrorException>(() => BenchmarkReport.Load(_folder.File("y.json"))).Message);
    }
}
