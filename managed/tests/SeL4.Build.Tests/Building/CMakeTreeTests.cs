// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Building;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Building;

/// <summary>Native builds, of a project that needs no compiler.</summary>
public sealed class CMakeTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CMakeTreeTests() => _folder.Write("source/CMakeLists.txt", """
        cmake_minimum_required(VERSION 3.25)
        project(Probe NONE)
        file(APPEND ${CMAKE_BINARY_DIR}/../configured "${VALUE}\n")
        add_custom_command(OUTPUT made COMMAND cmake -E echo made > made DEPENDS ${CMAKE_SOURCE_DIR}/input.txt)
        add_custom_target(everything ALL DEPENDS made)
        install(FILES ${CMAKE_BINARY_DIR}/made DESTINATION share)
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_configures_once_builds_and_installs()
    {
        _folder.Write("source/input.txt", "");
        await BuildAsync("1");
        await BuildAsync("1");
        Assert.Equal(["1"], Configured());
        Assert.True(File.Exists(_folder.File("installed/share/made")));
    }

    [Fact]
    public async Task Other_definitions_configure_anew()
    {
        _folder.Write("source/input.txt", "");
        await BuildAsync("1");
        await BuildAsync("2");
        Assert.Equal(["1", "2"], Configured());
    }

    [Fact]
    public async Task Another_toolchain_configures_anew()
    {
        _folder.Write("source/input.txt", "");
        _folder.Write("native/cmake/target-flags.txt", "");
        await BuildAsync("1");
        _folder.Write("native/cmake/target-flags.txt", "compile -O2");
        await BuildAsync("1");
        Assert.Equal(["1", "1"], Configured());
    }

    [Fact]
    public async Task A_build_that_fails_is_an_error_and_not_remembered_as_done()
    {
        await Assert.ThrowsAsync<CommandFailedException>(() => BuildAsync("1"));
        _folder.Write("source/input.txt", "");
        await BuildAsync("1");
        Assert.True(File.Exists(_folder.File("installed/share/made")));
    }

    private string[] Configured() => File.ReadAllLines(_folder.File("configured"));

    private Task BuildAsync(string value) =>
        new CMakeTree(TestContext.Create(_folder.Path), _folder.File("source"), _folder.File("build"), "probe").BuildAsync(
            [$"-DVALUE={value}", $"-DCMAKE_INSTALL_PREFIX={_folder.File("installed")}"], install: true, StepProgress.Silent);
}
