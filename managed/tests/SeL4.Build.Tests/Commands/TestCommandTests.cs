// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Commands;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Commands;

public sealed class TestCommandTests
{
    [Theory]
    [InlineData("SeL4GcStressInterval=7", null)]
    [InlineData("DefineConstants=", null)]
    [InlineData("SeL4GcStressInterval", "--property SeL4GcStressInterval: a property is NAME=VALUE")]
    [InlineData("=7", "--property =7: a property is NAME=VALUE")]
    public void A_property_has_a_name_and_a_value(string property, string? error) => Assert.Equal(
        error is null ? [] : [error],
        RootCommandFactory.Create(TestRepository.Real)
            .Parse(["test", "--property", "SeL4Optimize=false", "--property", property]).Errors.Select(e => e.Message));
}
