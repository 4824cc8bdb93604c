// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Bindings;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Bindings;

/// <summary>What <c>bindings --check</c> reports, and what <c>bindings</c> writes.</summary>
public sealed class GeneratedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GeneratedFiles _files;

    public GeneratedFilesTests()
    {
        _files = new GeneratedFiles(_folder.Path, ["g"]);
        _files.Add("g/same.cs", "same");
        _files.Add("g/changed.cs", "new\r\n");
        _files.Add("g/added.cs", "added");
        _folder.Write("g/same.cs", "same\n");
        _folder.Write("g/changed.cs", "old\n");
        _folder.Write("g/left.cs", "left");
        _folder.Write("elsewhere.cs", "not generated");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_difference_is_a_sentence_and_line_ends_are_none() =>
        Assert.Equal(
            ["g/added.cs is missing", "g/changed.cs differs", "g/left.cs is not generated any more"], _files.Differences());

    [Fact]
    public void Writing_leaves_no_difference_and_touches_nothing_else()
    {
        Assert.Equal(3, _files.Write().Count);
        Assert.Empty(_files.Differences());
        Assert.Equal("new\n", File.ReadAllText(_folder.File("g/changed.cs")));
        Assert.False(File.Exists(_folder.File("g/left.cs")));
        Assert.True(File.Exists(_folder.File("elsewhere.cs")));
    }
}
