// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Abi;

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as clang spells it.</param>
public sealed record CParameter(string Name, string Type);

/// <summary>A function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ReturnType">The type of its result as clang spells it.</param>
/// <param name="Parameters">Its parameters in order.</param>
/// <param name="IsInline">It has a body in the header: there is no symbol to link.</param>
/// <param name="Header">The header that declares it.</param>
/// <param name="Comment">Its documentation.</param>
public sealed record CFunction(
    string Name, string ReturnType, IReadOnlyList<CParameter> Parameters, bool IsInline, string Header, CComment? Comment)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{ReturnType} {Name}({(Parameters.Count == 0 ? "void" : string.Join(", ", Parameters.Select(p => $"{p.Type} {p.Name}")))})";
}
