// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Building;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Building;

public sealed class InputFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InputFingerprintTests() => _folder.Write("in/a/b.cs", "1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_matches_only_what_was_stored()
    {
        var stamp = new InputFingerprint(_folder.File("stamps/x"));
        Assert.False(stamp.Matches(Now()));
        stamp.Store(Now());
        Assert.True(stamp.Matches(Now()));
    }

    [Theory]
    [InlineData("new file")]
    [InlineData("new content")]
    [InlineData("removed file")]
    [InlineData("new time")]
    public void A_change_changes_it(string change)
    {
        string before = Now();
        string path = _folder.File("in/a/b.cs");
        switch (change)
        {
            case "new file":
                _folder.Write("in/c.cs", "");
                break;
            case "new content":
                File.WriteAllText(path, "22");
                break;
            case "removed file":
                File.Delete(path);
                break;
            default:
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(5));
                break;
        }

        Assert.NotEqual(before, Now());
    }

    private string Now() => InputFingerprint.Of([_folder.File("in"), _folder.File("absent")]);
}
