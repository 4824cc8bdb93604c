// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;

namespace SeL4.Vm;

/// <summary>A memory map as a table of text.</summary>
internal static class MemoryMapTable
{
    private static readonly string[] Titles = ["start", "end", "size", "kind", "mapped", "pages", "faults", "name"];

    public static string[] HeaderCells => Titles;

    public static string[] Cells(GuestMemoryMapEntry entry) =>
    [
        entry.Range.Start.ToString(),
        entry.Range.End.ToString(),
        ByteSize.Format(entry.Range.Size),
        Kind(entry),
        entry.MappedBytes == 0 ? "" : ByteSize.Format(entry.MappedBytes),
        entry.MappedPages == 0 ? "" : entry.MappedPages.ToString(CultureInfo.InvariantCulture),
        entry.FaultCount == 0 ? "" : entry.FaultCount.ToString(CultureInfo.InvariantCulture),
        Markup.Printable(entry.Name ?? ""),
    ];

    public static string Render(GuestMemoryMap map)
    {
        string[][] rows = [Titles, .. map.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, Titles.Length).Select(i => rows.Max(r => r[i].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }

        return text.ToString();
    }

    private static string Kind(GuestMemoryMapEntry entry) =>
        entry.Kind + (entry.IsAnonymous ? ", anonymous" : "") + entry.Tracking switch
        {
            MemoryTracking.Dirty => ", dirty tracking",
            MemoryTracking.Accessed => ", access tracking",
            _ => "",
        };
}
