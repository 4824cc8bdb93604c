// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SeL4.Build.Testing;

/// <summary>What test programs write may hold characters that XML cannot.</summary>
internal static class XmlText
{
    /// <summary>The text with every character that XML forbids replaced.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            char c = text[index];
            bool pair = index + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[index + 1], c);
            if (pair)
            {
                clean.Append(c).Append(text[++index]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(c) ? c : '\uFFFD');
            }
        }

        return clean.ToString();
    }

    /// <summary>Writes a document as UTF-8 without a byte-order mark.</summary>
    public static void Save(XDocument document, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = XmlWriter.Create(
            path, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        document.Save(writer);
    }
}
