// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Reflection;

namespace SeL4.Vm.Tests;

/// <summary>
/// The public API is what was approved: the text files of this project. A change shows up in a review as a change of
/// them. The test writes what it found beside its assembly; copy it over the approved file to approve. On the host only: it
/// reads files.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("SeL4.Vm")]
    [InlineData("SeL4.Vm.Devices")]
    [InlineData("SeL4.Vm.Testing")]
    public void IsApproved(string name)
    {
        string found = PublicApi.Describe(Load(name));
        string file = $"{name}.approved.txt";
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"{name}.found.txt"), found);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)), found);
    }

    [Theory]
    [InlineData("SeL4.Vm")]
    [InlineData("SeL4.Vm.Devices")]
    [InlineData("SeL4.Vm.Testing")]
    public void NeedsNoUnsafeCode(string name) => Assert.Empty(PublicApi.UnsafeMembers(Load(name)));

    private static Assembly Load(string name) => Assembly.Load(name);
}
