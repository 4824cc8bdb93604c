// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SeL4.Abi;

/// <summary>Documentation comments in clang's syntax tree.</summary>
internal static partial class CommentReader
{
    /// <summary>The documentation of a declaration, or <see langword="null"/>.</summary>
    public static CComment? Read(JsonElement declaration)
    {
        if (!declaration.TryGetProperty("inner", out JsonElement inner))
        {
            return null;
        }

        foreach (JsonElement node in inner.EnumerateArray())
        {
            if (Kind(node) == "FullComment")
            {
                return Full(node);
            }
        }

        return null;
    }

    private static CComment? Full(JsonElement comment)
    {
        var summary = new List<string>();
        var parameters = new Dictionary<string, string>();
        string? returns = null;
        foreach (JsonElement part in Inner(comment))
        {
            string text = Flatten(part);
            switch (Kind(part))
            {
                case "ParamCommandComment":
                    parameters[part.GetProperty("param").GetString()!] = text;
                    break;
                case "BlockCommandComment" when part.GetProperty("name").GetString() is "return" or "returns":
                    returns = text;
                    break;
                case "ParagraphComment" when text.Length > 0:
                    summary.Add(text);
                    break;
            }
        }

        return summary.Count == 0 && parameters.Count == 0 && returns is null
            ? null
            : new CComment(summary, parameters, returns);
    }

    private static string Flatten(JsonElement node)
    {
        var text = new StringBuilder();
        Append(node, text);
        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    private static void Append(JsonElement node, StringBuilder text)
    {
        if (Kind(node) == "TextComment")
        {
            text.Append(' ').Append(node.GetProperty("text").GetString());
        }
        else if (Kind(node) == "InlineCommandComment")
        {
            foreach (JsonElement argument in node.TryGetProperty("args", out JsonElement args) ? args.EnumerateArray() : default)
            {
                text.Append(' ').Append(argument.GetString());
            }
        }

        foreach (JsonElement inner in Inner(node))
        {
            Append(inner, text);
        }
    }

    private static string Kind(JsonElement node) =>
        node.TryGetProperty("kind", out JsonElement kind) ? kind.GetString()! : "";

    private static IEnumerable<JsonElement> Inner(JsonElement node) =>
        node.TryGetProperty("inner", out JsonElement inner) ? inner.EnumerateArray() : [];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
