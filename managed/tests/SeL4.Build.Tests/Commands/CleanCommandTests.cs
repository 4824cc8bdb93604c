// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Commands;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Commands;

public sealed class CleanCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_removes_everything_but_the_driver_and_follows_no_link()
    {
        _folder.Write("out/driver/d.dll", "");
        _folder.Write("out/native/x/y", "");
        _folder.Write("out/file", "");
        _folder.Write("elsewhere/kept", "");
        Directory.CreateSymbolicLink(_folder.File("out/link"), _folder.File("elsewhere"));
        CleanCommand.Clean(_folder.File("out"));
        Assert.Equal([_folder.File("out/driver")], Directory.GetFileSystemEntries(_folder.File("out")));
        Assert.True(File.Exists(_folder.File("elsewhere/kept")));
    }

    [Fact]
    public void Nothing_to_clean_is_fine() => CleanCommand.Clean(_folder.File("none"));
}
