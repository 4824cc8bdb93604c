// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Testing;

/// <summary>
/// Which tests to run: a part of a suite's or a test's name, or <c>suite/test</c> with a part of each.
/// </summary>
internal sealed class TestFilter
{
    private readonly string? _suite;
    private readonly string? _test;

    public TestFilter(string? text)
    {
        string[] parts = text?.Split('/', 2) ?? [];
        Text = text;
        _suite = parts.Length > 0 ? parts[0] : null;
        _test = parts.Length > 1 ? parts[1] : null;
    }

    public string? Text { get; }

    /// <summary>Nothing was asked for: everything runs.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text);

    /// <summary>The text, or its part before the slash.</summary>
    public string SuitePart => _suite ?? "";

    /// <summary>The part after the slash, empty when there is none.</summary>
    public string TestPart => _test ?? "";

    /// <summary>The filter has a slash, so its first part is about suites alone.</summary>
    public bool NamesSuite => _test is not null;

    /// <summary>The test counts.</summary>
    public bool Accepts(string suite, string test)
    {
        if (IsEmpty)
        {
            return true;
        }

        return _test is null ? Has(suite, _suite!) || Has(test, _suite!) : Has(suite, _suite!) && Has(test, _test);
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
