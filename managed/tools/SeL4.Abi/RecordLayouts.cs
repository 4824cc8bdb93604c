// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.RegularExpressions;

namespace SeL4.Abi;

/// <summary>Sizes of structures and offsets of their fields, from clang's <c>-fdump-record-layouts</c>.</summary>
internal sealed partial class RecordLayouts
{
    private readonly Dictionary<string, int> _sizes = [];
    private readonly Dictionary<(string Record, string Field), int> _offsets = [];

    /// <summary>Size of a structure in bytes; -1 when it was not dumped.</summary>
    public int Size(string record) => _sizes.GetValueOrDefault(record, -1);

    /// <summary>Offset of a field in bytes.</summary>
    public int Offset(string record, string field) => _offsets.TryGetValue((record, field), out int offset)
        ? offset
        : throw new AbiException($"clang's layout of struct {record} has no field {field}");

    public static RecordLayouts Parse(string dump)
    {
        var layouts = new RecordLayouts();
        string? record = null;
        foreach (string line in dump.Split('\n'))
        {
            if (RecordLine().Match(line) is { Success: true } begin)
            {
                record = begin.Groups["name"].Value;
            }
            else if (record is not null && FieldLine().Match(line) is { Success: true } field)
            {
                layouts._offsets.TryAdd((record, field.Groups["name"].Value), Number(field.Groups["offset"]));
            }
            else if (record is not null && SizeLine().Match(line) is { Success: true } size)
            {
                layouts._sizes.TryAdd(record, Number(size.Groups["size"]));
                record = null;
            }
        }

        return layouts;
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    // A structure begins at offset 0 with one blank after the bar; its own fields have three, fields of fields more.
    [GeneratedRegex(@"^\s+0 \| struct (?<name>\w+)$")]
    private static partial Regex RecordLine();

    [GeneratedRegex(@"^\s+(?<offset>\d+) \|   (?! ).* \**(?<name>\w+)$")]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"\[sizeof=(?<size>\d+), ")]
    private static partial Regex SizeLine();
}
