// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.RegularExpressions;

namespace SeL4.Abi;

/// <summary>Understands types as clang spells them.</summary>
public sealed partial class CTypeParser(CDeclarations declarations)
{
    private static readonly Dictionary<string, CType> Simple = new()
    {
        ["void"] = new CType.Void(),
        ["_Bool"] = new CType.Boolean(),
        ["bool"] = new CType.Boolean(), // as clang spells it where stdbool.h is included
        ["char"] = new CType.Integer(1, Signed: false), // aarch64: char is unsigned
        ["signed char"] = new CType.Integer(1, Signed: true),
        ["unsigned char"] = new CType.Integer(1, Signed: false),
        ["short"] = new CType.Integer(2, Signed: true),
        ["unsigned short"] = new CType.Integer(2, Signed: false),
        ["int"] = new CType.Integer(4, Signed: true),
        ["unsigned int"] = new CType.Integer(4, Signed: false),
        ["long"] = new CType.Integer(8, Signed: true),
        ["unsigned long"] = new CType.Integer(8, Signed: false),
        ["long long"] = new CType.Integer(8, Signed: true),
        ["unsigned long long"] = new CType.Integer(8, Signed: false),
        ["float"] = new CType.Float(4),
        ["double"] = new CType.Float(8),
    };

    /// <summary>The type that the text names.</summary>
    public CType Parse(string text) => Parse(text, depth: 0);

    private CType Parse(string text, int depth)
    {
        text = Qualifiers().Replace(text, "").Trim();
        if (text.EndsWith(']'))
        {
            int open = text.IndexOf('[');
            int close = text.IndexOf(']');
            int length = int.Parse(text[(open + 1)..close], CultureInfo.InvariantCulture);
            return new CType.Array(Parse(text[..open] + text[(close + 1)..], depth), length);
        }

        if (text.EndsWith(')'))
        {
            return FunctionType(text, depth);
        }

        if (text.EndsWith('*'))
        {
            // Types are compared one pointer deep: structures may point at each other.
            return new CType.Pointer(depth > 0 ? new CType.Void() : Parse(text[..^1], depth + 1));
        }

        return Named(text, depth);
    }

    private CType.Function FunctionType(string text, int depth)
    {
        int open = CType.OpeningOfLast(text);
        string result = text[..open].Trim();
        const string pointer = "(*)";
        if (!result.EndsWith(pointer, StringComparison.Ordinal))
        {
            throw new AbiException($"cannot read the type '{text}'");
        }

        string parameters = text[(open + 1)..^1];
        return new CType.Function(
            Parse(result[..^pointer.Length], depth),
            parameters is "void" or "" ? [] : [.. SplitParameters(parameters).Select(p => Parse(p, depth))]);
    }

    private static IEnumerable<string> SplitParameters(string text)
    {
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (text[i] == ',' && depth == 0)
            {
                yield return text[begin..i];
                begin = i + 1;
            }
        }

        yield return text[begin..];
    }

    private CType Named(string name, int depth)
    {
        if (Simple.TryGetValue(name, out CType? simple))
        {
            return simple;
        }

        string tag = Keyword().Replace(name, "");
        if (declarations.FindEnum(tag) is { } enumeration)
        {
            return new CType.Enumeration(enumeration.Name, enumeration.Size, enumeration.IsSigned);
        }

        if (declarations.FindRecord(tag) is { } record)
        {
            return new CType.Structure(record.Name, record.Size, FloatMembers(record, depth));
        }

        return declarations.Typedefs.TryGetValue(name, out string? target) && target != name
            ? Parse(target, depth)
            : throw new AbiException($"the headers do not declare the type '{name}'");
    }

    private int FloatMembers(CRecord record, int depth)
    {
        CType[] fields = depth > 0 ? [] : [.. record.Fields.Select(f => Parse(f.Type, depth + 1))];
        return fields.Length > 0 && fields.All(f => f is CType.Float && f == fields[0]) ? fields.Length : 0;
    }

    [GeneratedRegex(@"\b(const|volatile|restrict)\b")]
    private static partial Regex Qualifiers();

    [GeneratedRegex(@"^(struct|enum|union) ")]
    private static partial Regex Keyword();
}
