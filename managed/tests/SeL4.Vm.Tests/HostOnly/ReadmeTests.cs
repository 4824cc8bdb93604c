// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

/// <summary>
/// The README of SeL4.Vm shows the VMM of <see cref="VmmTests"/> to the letter, and the document of devices the one of
/// <see cref="RandomDeviceTests"/>. On the host only: it reads files.
/// </summary>
public sealed class ReadmeTests
{
    private const string Begin = "// README:begin";
    private const string End = "// README:end";
    private const string NotShown = "// README:not shown";
    private const string Usings = "using ";

    [Fact]
    public void TheReadmeShowsThisVmm()
    {
        string[] source = Lines("ReadmeVmm.cs.txt");
        string[] readme = [.. Lines("README.md").SkipWhile(l => l != "```csharp").Skip(1).TakeWhile(l => l != "```")];
        int begin = Array.FindIndex(source, l => l.TrimStart() == Begin);
        int end = Array.FindIndex(source, l => l.TrimStart() == End);
        Assert.InRange(begin, 1, end - 10);
        int indent = source[begin].IndexOf(Begin, StringComparison.Ordinal);

        // The source lies in the namespace SeL4.Vm, and need not use it.
        string[] usings = [.. readme.TakeWhile(l => l.StartsWith(Usings, StringComparison.Ordinal))];
        string[] declared = [.. source.Where(l => l.StartsWith(Usings, StringComparison.Ordinal)), "using SeL4.Vm;"];
        Assert.Equal(declared.Order(), usings.Order());

        string[] compiled =
        [
            .. source[(begin + 1)..end].Where(l => !l.EndsWith(NotShown, StringComparison.Ordinal))
                .Select(l => l.Length == 0 ? l : l[indent..]),
        ];
        Assert.Equal(Trimmed(compiled), Trimmed(readme[usings.Length..]));
        Assert.InRange(readme.Count(l => l.Length > 0 && !l.TrimStart().StartsWith("//", StringComparison.Ordinal)), 10, 30);
    }

    [Fact]
    public void TheDocumentOfDevicesShowsThisDevice()
    {
        string[] source = Lines("DocumentedDevice.cs.txt");
        string[] shown = [.. Lines("devices.md").SkipWhile(l => l != "## A virtio device in 100 lines").SkipWhile(l => l != "```csharp").Skip(1).TakeWhile(l => l != "```")];
        string[] compiled = [.. source.SkipWhile(l => l != "// DOC:begin").Skip(1).TakeWhile(l => l != "// DOC:end")];
        Assert.Equal(Trimmed(compiled), shown);
        Assert.InRange(shown.Length, 20, 100);
    }

    // Without the empty lines at both ends.
    private static string[] Trimmed(string[] lines) => string.Join('\n', lines).Trim('\n').Split('\n');

    private static string[] Lines(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)).ReplaceLineEndings("\n").Split('\n');
}
