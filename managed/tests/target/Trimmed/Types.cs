// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Trimmed;

internal static class WithMethod
{
    public static string Hello() => "hello";
}

internal sealed class WithMembers
{
    public readonly string Text = "field";

    public int Number => 7;
}

internal sealed class ByName;

internal sealed class WithConstructor;

internal sealed class WithArgument(int n)
{
    public override string ToString() => "E" + n;
}

/// <summary>What the serializers write.</summary>
public sealed class Item
{
    /// <summary>Text.</summary>
    public string? Name { get; set; }

    /// <summary>A number.</summary>
    public int Count { get; set; }
}
