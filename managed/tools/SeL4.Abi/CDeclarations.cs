// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Abi;

/// <summary>What a set of headers declares.</summary>
/// <param name="Records">Structures by tag.</param>
/// <param name="Enums">Enumerations by tag, or by the name of their typedef when they have none.</param>
/// <param name="Functions">Functions by name.</param>
/// <param name="Typedefs">What each typedef stands for, as clang spells it.</param>
/// <param name="Constants">Values of the macros that were asked for and are defined.</param>
public sealed record CDeclarations(
    IReadOnlyDictionary<string, CRecord> Records,
    IReadOnlyDictionary<string, CEnum> Enums,
    IReadOnlyDictionary<string, CFunction> Functions,
    IReadOnlyDictionary<string, string> Typedefs,
    IReadOnlyDictionary<string, Int128> Constants)
{
    /// <summary>The structure with that tag or typedef.</summary>
    public CRecord? FindRecord(string name) => Find(Records, "struct ", name);

    /// <summary>The enumeration with that tag or typedef.</summary>
    public CEnum? FindEnum(string name) => Find(Enums, "enum ", name);

    private T? Find<T>(IReadOnlyDictionary<string, T> all, string keyword, string name)
        where T : class
    {
        if (Typedefs.TryGetValue(name, out string? target) && target.StartsWith(keyword, StringComparison.Ordinal))
        {
            name = target[keyword.Length..];
        }

        return all.GetValueOrDefault(name);
    }
}
