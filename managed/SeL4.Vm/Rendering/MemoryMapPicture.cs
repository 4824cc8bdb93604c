// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;

namespace SeL4.Vm;

/// <summary>
/// A memory map as an SVG picture: a column with the lowest address at the bottom. Heights grow with the logarithm of the
/// size, so that one page and a gigabyte are both seen; gaps are short and hatched.
/// </summary>
internal static class MemoryMapPicture
{
    private const int Width = 820;
    private const int ColumnLeft = 110;
    private const int ColumnWidth = 220;
    private const int LongestLabel = 28;
    private const int Margin = 30;
    private const int GapHeight = 22;
    private const int SmallestHeight = 26;
    private const int HeightPerDoubling = 4;

    public static string Render(GuestMemoryMap map)
    {
        var body = new StringBuilder();
        int height = Draw(map, body);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" ")
            .Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {Width} {height}\" font-family=\"monospace\" font-size=\"12\">\n")
            .Append(CultureInfo.InvariantCulture, $"  <title>Memory map of {Markup.Encode(map.Machine)}</title>\n")
            .Append("  <defs><pattern id=\"gap\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">")
            .Append("<path d=\"M0 6 L6 0\" stroke=\"#bbb\"/></pattern></defs>\n")
            .Append("  <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        return text.Append(body).Append("</svg>\n").ToString();
    }

    private static int Draw(GuestMemoryMap map, StringBuilder text)
    {
        int y = Margin;
        for (int i = map.Count - 1; i >= 0; i--)
        {
            GuestMemoryMapEntry entry = map[i];
            bool touches = i + 1 < map.Count && map[i + 1].Range.Start == entry.Range.End;
            if (!touches)
            {
                Address(text, y, entry.Range.End);
            }

            y = Box(text, y, entry);
            Address(text, y, entry.Range.Start);
            if (i > 0 && map[i - 1].Range.End != entry.Range.Start)
            {
                y = Gap(text, y);
            }
        }

        return y + Margin;
    }

    private static int Box(StringBuilder text, int y, GuestMemoryMapEntry entry)
    {
        ulong pages = Math.Max(1, entry.Range.Size / GuestMemory.PageBytes);
        int height = SmallestHeight + (HeightPerDoubling * (int)ulong.Log2(pages));
        int middle = y + (height / 2) + 4;
        string[] cells = MemoryMapTable.Cells(entry);
        text.Append(CultureInfo.InvariantCulture, $"  <g><title>{Markup.Encode(entry.ToString())}</title>")
            .Append(CultureInfo.InvariantCulture, $"<rect x=\"{ColumnLeft}\" y=\"{y}\" width=\"{ColumnWidth}\" height=\"{height}\" fill=\"{Color(entry)}\" stroke=\"#333\"/>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{ColumnLeft + (ColumnWidth / 2)}\" y=\"{middle}\" text-anchor=\"middle\">{Markup.Encode(Label(entry))}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{ColumnLeft + ColumnWidth + 12}\" y=\"{middle}\" fill=\"#555\">{Markup.Encode($"{cells[2]}, {cells[3]}{(entry.FaultCount > 0 ? $", {entry.FaultCount} faults" : "")}")}</text></g>\n");
        return y + height;
    }

    // The whole name is in the title of the box.
    private static string Label(GuestMemoryMapEntry entry)
    {
        string text = entry.Name ?? entry.Kind;
        return text.Length <= LongestLabel ? text : text[..(LongestLabel - 1)] + "…";
    }

    private static int Gap(StringBuilder text, int y)
    {
        text.Append(CultureInfo.InvariantCulture, $"  <rect x=\"{ColumnLeft}\" y=\"{y}\" width=\"{ColumnWidth}\" height=\"{GapHeight}\" fill=\"url(#gap)\"/>\n");
        return y + GapHeight;
    }

    private static void Address(StringBuilder text, int y, GuestAddress address) => text.Append(
        CultureInfo.InvariantCulture, $"  <text x=\"{ColumnLeft - 8}\" y=\"{y + 4}\" text-anchor=\"end\">{address}</text>\n");

    private static string Color(GuestMemoryMapEntry entry) => entry.Backing switch
    {
        MemoryBacking.Mapped => entry.IsLibraryOwned ? "#b7d7a8" : "#9fc5e8",
        MemoryBacking.Deferred => "#ffe599",
        _ => "#f4b6a6",
    };
}
