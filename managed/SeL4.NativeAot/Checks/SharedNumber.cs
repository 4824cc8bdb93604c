// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.RegularExpressions;

namespace SeL4.NativeAot.Checks;

/// <summary>A number on which CoreLib and the native runtime must agree: a line of <c>runtime/corelib.h</c>.</summary>
/// <param name="Macro">What the runtime calls it.</param>
/// <param name="Value">What the runtime was built with.</param>
/// <param name="CoreLibNames">What CoreLib calls it; the header says how to read such a name.</param>
internal sealed partial record SharedNumber(string Macro, long Value, IReadOnlyList<string> CoreLibNames)
{
    /// <summary>All numbers of the header.</summary>
    /// <exception cref="CheckException">There are none: another file, or one that this version cannot read.</exception>
    public static IReadOnlyList<SharedNumber> ReadAll(string headerPath)
    {
        SharedNumber[] numbers = [.. Line().Matches(File.ReadAllText(headerPath)).Select(Parse)];
        return numbers.Length > 0
            ? numbers
            : throw new CheckException("SEL4A13", $"{headerPath} has no line of the form '#define NAME number /* CoreLib's name */'");
    }

    private static SharedNumber Parse(Match line)
    {
        string text = line.Groups["value"].Value;
        long value = text.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : long.Parse(text, CultureInfo.InvariantCulture);
        return new SharedNumber(
            line.Groups["macro"].Value, value, line.Groups["names"].Value.Split(", ", StringSplitOptions.TrimEntries));
    }

    [GeneratedRegex(@"^#define +(?<macro>RT_\w+) +(?<value>0x[0-9a-f]+|\d+)u? +/\* (?<names>.+) \*/ *\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
