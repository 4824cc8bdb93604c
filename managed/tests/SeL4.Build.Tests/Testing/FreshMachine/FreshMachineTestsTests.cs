// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Testing.FreshMachine;

namespace SeL4.Build.Tests.Testing.FreshMachine;

public sealed class FreshMachineTestsTests
{
    private const string List = """
        │ CMake                    │ missing           │ (at least 3.25) │ native builds │ cmake │
        error: not installed: CMake, Ninja; to install: sudo apt-get install -y cmake ninja-build
        """;

    [Fact]
    public void Doctor_lists_what_is_missing_and_ends_with_another_status_than_0() => Assert.Null(FreshMachineTests.DoctorProblem(1, List));

    [Theory]
    [InlineData(0, List, "status 0")]
    [InlineData(134, List + "\n   at SeL4.Build.Program.<Main>$(String[] args) in /_/Program.cs:line 1", "a stack trace")]
    [InlineData(1, "error: not installed: CMake; to install: sudo apt-get install -y cmake", "no list")]
    [InlineData(1, "│ CMake │ missing │", "no command")]
    [InlineData(1, "│ CMake │ missing │\nerror: not installed: CMake; to install: apt-get install -y cmake", "no command")]
    [InlineData(1, "build.sh: the .NET 10 SDK was not found", "no list")]
    public void Anything_else_is_a_failure(int status, string output, string problem) =>
        Assert.Contains(problem, FreshMachineTests.DoctorProblem(status, output), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "the image exited with 0 after 1.0 s", null)]
    [InlineData(0, "", "no image has run")]
    [InlineData(2, "the image exited with 2 after 1.0 s", "status 2, expected was 0")]
    public void A_run_is_one_that_an_image_ended_with_0(int status, string output, string? problem) =>
        Assert.Equal(problem, FreshMachineTests.RunProblem(status, output));
}
