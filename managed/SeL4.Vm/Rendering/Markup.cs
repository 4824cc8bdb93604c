// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Net;

namespace SeL4.Vm;

/// <summary>Labels of the program in text and markup. They may hold anything.</summary>
internal static class Markup
{
    /// <summary>The text on one line: control characters, which XML forbids too, are replaced.</summary>
    public static string Printable(string text) => string.Create(text.Length, text, static (result, source) =>
    {
        for (int i = 0; i < source.Length; i++)
        {
            result[i] = char.IsControl(source[i]) || source[i] >= '\ufffe' ? '\ufffd' : source[i];
        }
    });

    /// <summary>The text as content or attribute of HTML and XML.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(Printable(text));
}
