// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;
using SeL4.Runner.Images;

namespace SeL4.Build.Tests.Testing;

public sealed class TestFilterTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("kernel", true)]
    [InlineData("KERNEL-API", true)]
    [InlineData("retype", true)]
    [InlineData("kernel/retype", true)]
    [InlineData("kernel/", true)]
    [InlineData("retype/kernel", false)]
    [InlineData("kernel/revoke", false)]
    [InlineData("hello", false)]
    public void A_test_is_found_by_parts_of_names(string? filter, bool accepted) =>
        Assert.Equal(accepted, new TestFilter(filter).Accepts("kernel-api", "untyped_retype"));

    [Theory]
    [InlineData(ImageKind.Suite, null, true)]
    [InlineData(ImageKind.Suite, "retype", true)] // may be a test in it
    [InlineData(ImageKind.Suite, "hello/retype", false)]
    [InlineData(ImageKind.Suite, "api/retype", true)]
    [InlineData(ImageKind.Sample, "retype", false)]
    [InlineData(ImageKind.Sample, "KERNEL", true)]
    public void An_image_runs_when_it_may_hold_what_is_looked_for(ImageKind kind, string? filter, bool runs) =>
        Assert.Equal(
            runs, KernelTests.MayHold(new BootImage { Name = "kernel-api", Kind = kind }, new TestFilter(filter)));

    [Theory]
    [InlineData(null, "")]
    [InlineData("build", "")]
    [InlineData("build/", "")]
    [InlineData("build/frame", "FullyQualifiedName~frame")]
    [InlineData("frame", "FullyQualifiedName~frame")]
    [InlineData("f(1)", "FullyQualifiedName~f\\(1\\)")]
    [InlineData("kernel-api/frame", null)]
    public void A_project_of_the_host_runs_the_part_that_is_looked_for(string? filter, string? expected) =>
        Assert.Equal(expected, ManagedHostTests.DotNetFilter(new TestFilter(filter), "SeL4.Build.Tests"));
}
