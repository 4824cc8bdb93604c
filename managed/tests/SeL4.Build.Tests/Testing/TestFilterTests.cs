// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing;

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
}
