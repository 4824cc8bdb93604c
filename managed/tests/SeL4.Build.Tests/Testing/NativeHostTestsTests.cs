// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;

namespace SeL4.Build.Tests.Testing;

public sealed class NativeHostTestsTests
{
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
