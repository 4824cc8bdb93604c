// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Xml.Linq;

namespace SeL4.Vm.Tests;

public sealed class MemoryMapTests : VmTest
{
    [Fact]
    public void ListsReservationsInAddressOrder()
    {
        GuestMemoryMap map = MakeMap();
        Assert.Equal(4, map.Count);
        Assert.Equal([Device, RamStart, 0x5000_0000ul, 0x6000_0000ul], map.Select(e => e.Range.Start.Value));
        Assert.Equal(("uart", MemoryBacking.None, 1ul), (map[0].Name, map[0].Backing, map[0].FaultCount));
        Assert.True(map[1].IsLibraryOwned);
        Assert.Equal(0x20_0000ul, map[1].MappedBytes);
        Assert.Equal((true, "deferred"), (map[2].IsAnonymous, map[2].Kind));
        Assert.Null(map[3].Reservation);
        Assert.Equal("test", map.Machine);
        Assert.Equal(map.ToString(), Memory.ToString());
    }

    [Fact]
    public void IsRenderedAsATable() => Assert.Equal(
        """
        start       end         size   kind                 mapped  pages  faults  name
        0x09000000  0x09001000  4 KiB  emulated                            1       uart
        0x40000000  0x40200000  2 MiB  mapped               2 MiB   1              ram <main>
        0x50000000  0x50004000  16 KiB  deferred, anonymous
        0x60000000  0x60001000  4 KiB  mapped               4 KiB   1
        """.Split('\n').Select(Squeeze), MakeMap().ToString().TrimEnd('\n').Split('\n').Select(Squeeze));

    [Fact]
    public void IsRenderedAsAPicture()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement picture = XDocument.Parse(MakeMap().ToSvg()).Root!;
        Assert.Equal(svg + "svg", picture.Name);
        Assert.Equal(4, picture.Elements(svg + "g").Count());
        Assert.Contains("ram <main>", picture.Descendants(svg + "text").Select(t => t.Value));
        Assert.Contains("0x40000000", picture.Descendants(svg + "text").Select(t => t.Value));
    }

    [Fact]
    public void IsRenderedAsAPage()
    {
        string page = MakeMap().ToHtml();
        Assert.Contains("<title>Memory map of test</title>", page);
        Assert.Contains("<td>ram &lt;main&gt;</td>", page);
        Assert.Contains("<svg", page);
    }

    [Fact]
    public void AnEmptyMapIsRendered()
    {
        Assert.Empty(Memory.Map);
        Assert.StartsWith("start", Memory.Map.ToString());
        XDocument.Parse(Memory.Map.ToSvg());
    }

    [Fact]
    public void ANameMayHoldAnything()
    {
        string name = "a\nb\u0001\uffff\ud800\"'<script>&é";
        Memory.Reserve(Range(Device, Page), Handled, name);
        Assert.Equal(2, Memory.Map.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n').Length);
        string shown = "a\ufffdb\ufffd\ufffd\ufffd\"'<script>&é";
        Assert.Contains(shown, XDocument.Parse(Memory.Map.ToSvg()).Descendants().Select(t => t.Value));
        string page = Memory.Map.ToHtml();
        Assert.False(page.Contains("<script>", StringComparison.Ordinal));
        XDocument.Parse(page[page.IndexOf("<table>", StringComparison.Ordinal)..(page.IndexOf("</table>", StringComparison.Ordinal) + 8)]);
    }

    [Fact]
    public void ALongNameIsCutInThePicture()
    {
        string name = new('n', 50);
        Memory.Reserve(Range(Device, Page), Handled, name);
        XNamespace svg = "http://www.w3.org/2000/svg";
        XElement box = XDocument.Parse(Memory.Map.ToSvg()).Root!.Element(svg + "g")!;
        Assert.Contains(name, box.Element(svg + "title")!.Value);
        Assert.Equal(new string('n', 27) + "…", box.Element(svg + "text")!.Value);
    }

    private static string Squeeze(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private GuestMemoryMap MakeMap()
    {
        Memory.Reserve(Range(Device, Page), Handled, "uart");
        Memory.Reserve(Range(RamStart, 0x20_0000), name: "ram <main>").MapRam();
        Memory.MakeAnonymous(Range(0x5000_0000, 16 * Page));
        Memory.ReserveAnonymous(4 * Page).MapDeferred();
        Machine.Ram.RegisterAt(Range(0x6000_0000, Page));
        StartGuest().Read<uint>(Device);
        return Memory.Map;
    }
}
