// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Support;

/// <summary>Writes serial streams as an image would.</summary>
internal static class Frames
{
    /// <summary>Frames numbered from 0, each a verb and its payload.</summary>
    public static byte[] Stream(params string[] frames) =>
        [.. frames.SelectMany((text, index) => One((uint)index, text))];

    public static byte[] One(uint sequence, string text)
    {
        string[] words = text.Split(' ', 2);
        return new Frame(sequence, words[0], words.Length > 1 ? words[1] : "").Encode();
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
