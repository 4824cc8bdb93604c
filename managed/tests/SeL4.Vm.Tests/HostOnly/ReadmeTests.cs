// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

/// <summary>The README of SeL4.Vm shows the VMM of <see cref="VmmTests"/> to the letter. On the host only: it reads files.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "// README:begin";
    private const string End = "// README:end";

    [Fact]
    public void TheReadmeShowsThisVmm()
    {
        string source = Lines("ReadmeVmm.cs.txt");
        int begin = source.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string shown = source[begin..source.IndexOf(End, StringComparison.Ordinal)];
        string[] lines = [.. shown.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).Select(l => l.Trim())];
        string[] readme = [.. Lines("README.md").Split('\n').Select(l => l.Trim())];
        Assert.All(lines, line => Assert.Contains(line, readme));
        Assert.InRange(lines.Length, 10, 30);
    }

    private static string Lines(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)).ReplaceLineEndings("\n");
}
