// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Testing;

public sealed class NativeHostTestsTests : IDisposable
{
    private const string Passing = "<testsuite><testcase name='a' status='run'/></testsuite>";
    private const string Failing = "<testsuite><testcase name='a' status='fail'><failure message='no'/></testcase></testsuite>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, null, "run: ctest ended with status 0 and wrote no results; see x.log")]
    [InlineData(8, null, "run: ctest ended with status 8 and wrote no results; see x.log")]
    [InlineData(0, Passing, "a")]
    [InlineData(8, Passing, "a", "run: ctest ended with status 8 after 1 tests, none of which failed; see x.log")]
    [InlineData(8, Failing, "a: no")]
    public void The_status_of_CTest_fits_its_results(int status, string? written, params string[] expected)
    {
        string results = written is null ? _folder.File("absent.xml") : _folder.Write("ctest.xml", written);
        Assert.Equal(
            expected,
            NativeHostTests.Read(results, "x.log", status, new TestFilter(null)).Select(r => $"{r.Name}: {r.Message}".TrimEnd(' ', ':')));
    }

    [Fact]
    public void Results_of_an_earlier_run_are_gone()
    {
        string results = _folder.Write("ctest.xml", Passing);
        string other = _folder.Write("notes", "mine");
        ResultFile.Clear(results);
        Assert.False(File.Exists(results));
        Assert.True(File.Exists(other));
        ResultFile.Clear(Path.Combine(_folder.File("new"), "ctest.xml"));
        Assert.True(Directory.Exists(_folder.File("new")));
    }

    [Theory]
    [InlineData(false, null, "")]
    [InlineData(true, null, "-E ^fuzz-smoke-")]
    [InlineData(false, "avl2", "-R '[aA][vV][lL]2'")]
    [InlineData(false, "native/avl", "")] // the suite has that name: its tests are sorted out afterwards
    public void CTest_is_told_what_to_run(bool quick, string? filter, string expected)
    {
        string command = new NativeHostTests(quick)
            .Command(new Repository("/r"), 2, new TestFilter(filter), "/r/x.xml").ToString();
        Assert.Equal(
            $"ctest --test-dir /r/out/host --output-on-failure --no-tests=ignore --output-junit /r/x.xml -j 2 {expected}".TrimEnd(),
            command.Replace("'^fuzz-smoke-'", "^fuzz-smoke-"));
    }
}
