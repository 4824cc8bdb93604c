// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Abi;

/// <summary>A field of a structure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as clang spells it.</param>
/// <param name="Offset">Bytes from the start of the structure.</param>
/// <param name="Comment">Its documentation.</param>
public sealed record CField(string Name, string Type, int Offset, CComment? Comment);

/// <summary>A structure.</summary>
/// <param name="Name">Its tag.</param>
/// <param name="Size">Bytes; -1 when only its name is known.</param>
/// <param name="Fields">Its fields in order.</param>
/// <param name="Comment">Its documentation.</param>
public sealed record CRecord(string Name, int Size, IReadOnlyList<CField> Fields, CComment? Comment)
{
    /// <summary>Its layout is known.</summary>
    public bool IsComplete => Size >= 0;

    /// <inheritdoc/>
    public override string ToString() => !IsComplete
        ? $"struct {Name};"
        : $"struct {Name} {{ {string.Join(" ", Fields.Select(f => $"{f.Type} {f.Name} @{f.Offset};"))} }} size {Size}";
}
