// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Abi;

/// <summary>A member of an enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Comment">Its documentation.</param>
public sealed record CEnumMember(string Name, Int128 Value, CComment? Comment);

/// <summary>An enumeration.</summary>
/// <param name="Name">Its tag, or the name of its typedef.</param>
/// <param name="Members">Its members in order.</param>
/// <param name="Comment">Its documentation.</param>
public sealed record CEnum(string Name, IReadOnlyList<CEnumMember> Members, CComment? Comment)
{
    // What GCC and clang choose for aarch64: the first of unsigned int, int, unsigned long, long that holds all.
    private bool HasNegative => Members.Any(m => m.Value < 0);

    /// <summary>Bytes.</summary>
    public int Size => Members.All(m => m.Value >= int.MinValue && m.Value <= (HasNegative ? int.MaxValue : uint.MaxValue)) ? 4 : 8;

    /// <summary>It can be negative.</summary>
    public bool IsSigned => HasNegative;

    /// <inheritdoc/>
    public override string ToString() =>
        $"enum {Name} : {(IsSigned ? "" : "unsigned ")}{(Size == 4 ? "int" : "long")} {{ {string.Join(", ", Members.Select(m => $"{m.Name} = {m.Value}"))} }}";
}
