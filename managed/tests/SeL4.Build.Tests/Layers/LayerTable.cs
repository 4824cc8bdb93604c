// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Tests.Layers;

/// <summary>A use of one part by another: <paramref name="Place"/> is the file and what it names there.</summary>
internal readonly record struct Arrow(string From, string To, string Place);

/// <summary>Parts, lowest first, and the lower parts that each may use.</summary>
internal sealed class LayerTable(params (string Part, string[] MayUse)[] rows)
{
    public IEnumerable<string> Parts => rows.Select(row => row.Part);

    public IReadOnlyList<(string Part, string[] MayUse)> Rows => rows;

    /// <summary>What is wrong with the table itself: a row that names a part which does not stand above it.</summary>
    public IEnumerable<string> Mistakes() =>
        from row in rows.Select((row, index) => (row.Part, row.MayUse, Below: rows.Take(index).Select(r => r.Part)))
        from used in row.MayUse.Except(row.Below)
        select $"{row.Part} -> {used}: {used} does not stand before {row.Part} in the table";

    /// <summary>What is wrong with <paramref name="arrows"/>: those that the table lacks, and rows that no arrow needs.</summary>
    public IEnumerable<string> Mistakes(IReadOnlyCollection<Arrow> arrows)
    {
        HashSet<(string, string)> allowed = [.. rows.SelectMany(row => row.MayUse.Select(used => (row.Part, used)))];
        IEnumerable<string> forbidden = arrows.Where(a => a.From != a.To && !allowed.Contains((a.From, a.To)))
            .Select(a => $"{a.Place}: {a.From} must not use {a.To}");
        IEnumerable<string> unused = allowed.Except(arrows.Select(a => (a.From, a.To)))
            .Select(a => $"{a.Item1} -> {a.Item2}: in the table, but not in the code");
        return forbidden.Concat(unused);
    }
}
