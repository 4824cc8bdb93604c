// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Layers;

/// <summary>The parts of <c>native</c>, and libsel4vm's folders, include each other downwards only.</summary>
public sealed class NativeLayersTests : IDisposable
{
    private static readonly string Native = TestRepository.Real.NativeSources();
    private static readonly string VmSources = Path.Combine(Native, NativeLayers.VmSources);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_row_of_the_tables_points_up() =>
        Assert.Empty(NativeLayers.Parts.Mistakes().Concat(NativeLayers.VmFolders.Mistakes()));

    [Fact]
    public void The_parts_of_native_include_as_the_table_says() =>
        Assert.Empty(NativeLayers.Parts.Mistakes(new Includes(Native, NativeLayers.Parts.Parts).Arrows()));

    [Fact]
    public void The_folders_of_libsel4vm_include_as_the_table_says() =>
        Assert.Empty(NativeLayers.VmFolders.Mistakes(new Includes(VmSources, NativeLayers.VmFolders.Parts).Arrows(VmSources)));

    [Fact]
    public void The_tables_know_every_folder()
    {
        Assert.Equal(Folders(VmSources), NativeLayers.VmFolders.Parts.Order());
        Assert.Equal(Folders(Native).Except(["cmake", "tests"]), NativeLayers.Parts.Parts.Order());
        Assert.Empty(Directory.GetFiles(VmSources));
    }

    [Fact]
    public void Each_header_of_libsel4vm_is_beside_its_source() =>
        Assert.DoesNotContain(
            Directory.GetFiles(VmSources, "*.h", SearchOption.AllDirectories), header => !File.Exists(Path.ChangeExtension(header, ".c")));

    [Fact]
    public void Each_header_of_native_is_read_once_by_pragma_once() =>
        Assert.DoesNotContain(
            Directory.GetFiles(Native, "*.h", SearchOption.AllDirectories),
            header => File.ReadLines(header).Count(line => line == "#pragma once") != 1);

    [Fact]
    public void An_arrow_that_the_table_lacks_is_a_mistake()
    {
        Write("low/low.h", "");
        Write("low/low.c", "#include \"low.h\"\n");
        Write("high/high.h", "#include \"low/low.h\"\n");
        Assert.Empty(Mistakes());

        Write("low/other.c", "#include <stdio.h>\n#  include <high/high.h>\n");
        Assert.Equal(["low/other.c: high/high.h: low must not use high"], Mistakes());
    }

    [Fact]
    public void A_row_that_nothing_needs_is_a_mistake()
    {
        Write("low/low.h", "");
        Write("high/high.c", "/* #include \"low/low.h\" */\n");
        Assert.Equal(["high -> low: in the table, but not in the code"], Mistakes());
    }

    [Fact]
    public void A_circle_in_a_table_is_a_mistake()
    {
        var table = new LayerTable(("low", ["high"]), ("high", ["low"]));
        Assert.Equal(["low -> high: high does not stand before low in the table"], table.Mistakes());
    }

    private static IOrderedEnumerable<string> Folders(string path) => Directory.GetDirectories(path).Select(f => Path.GetFileName(f)!).Order();

    private void Write(string name, string content) => _folder.Write(name, content);

    private IEnumerable<string> Mistakes()
    {
        var table = new LayerTable(("low", []), ("high", ["low"]));
        return table.Mistakes(new Includes(_folder.Path, table.Parts).Arrows(_folder.Path));
    }
}
