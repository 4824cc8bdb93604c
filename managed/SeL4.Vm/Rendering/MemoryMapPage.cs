// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;

namespace SeL4.Vm;

/// <summary>A memory map as an HTML document.</summary>
internal static class MemoryMapPage
{
    public static string Render(GuestMemoryMap map)
    {
        string title = Markup.Encode($"Memory map of {map.Machine}");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n")
            .Append("<style>body{font-family:sans-serif} table{border-collapse:collapse;font-family:monospace} td,th{padding:2px 12px;text-align:left;border-bottom:1px solid #ccc}</style></head>\n")
            .Append(CultureInfo.InvariantCulture, $"<body>\n<h1>{title}</h1>\n")
            .Append(MemoryMapPicture.Render(map))
            .Append("<table>\n");
        Row(text, "th", MemoryMapTable.HeaderCells);
        foreach (GuestMemoryMapEntry entry in map)
        {
            Row(text, "td", MemoryMapTable.Cells(entry));
        }

        return text.Append("</table>\n</body>\n</html>\n").ToString();
    }

    private static void Row(StringBuilder text, string tag, string[] cells)
    {
        text.Append("<tr>");
        foreach (string cell in cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"<{tag}>{Markup.Encode(cell)}</{tag}>");
        }

        text.Append("</tr>\n");
    }
}
