// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;

namespace SeL4.Runner.Protocol;

/// <summary>One message of an image to its runner.</summary>
/// <param name="Sequence">The number of the frame: 0 for the first of a run, then one more each.</param>
/// <param name="Verb">What the frame says, for example <c>PASS</c>.</param>
/// <param name="Payload">The rest, empty when there is none.</param>
public sealed record Frame(uint Sequence, string Verb, string Payload)
{
    /// <summary>The byte that starts a frame, even in the middle of a line: ASCII record separator.</summary>
    public const byte Start = 0x1e;

    /// <summary>The byte that ends a frame.</summary>
    public const byte End = (byte)'\n';

    /// <summary>No frame is longer than this, in bytes; what is longer was damaged on the way.</summary>
    public const int MaximumLength = 4096;

    private const string Tag = "S4T";
    private const int ChecksumLength = 10; // " *" and eight hex digits

    /// <summary>Reads the bytes between <see cref="Start"/> and <see cref="End"/>, both left out.</summary>
    /// <param name="line">The bytes; a carriage return at their end is ignored.</param>
    /// <param name="error">What is wrong with the frame when the answer is <see langword="null"/>.</param>
    public static Frame? Parse(ReadOnlySpan<byte> line, out string error)
    {
        if (line.Length > 0 && line[^1] == (byte)'\r')
        {
            line = line[..^1];
        }

        if (line.Length < ChecksumLength || line[^ChecksumLength] != (byte)' ' || line[^(ChecksumLength - 1)] != (byte)'*')
        {
            error = $"a frame has no checksum: '{Printable(line)}'";
            return null;
        }

        ReadOnlySpan<byte> body = line[..^ChecksumLength];
        string stated = Encoding.ASCII.GetString(line[^8..]);
        string computed = Crc32.Compute(body).ToString("x8", CultureInfo.InvariantCulture);
        if (stated != computed)
        {
            error = $"a frame has checksum {stated}, its bytes have {computed}: '{Printable(line)}'";
            return null;
        }

        string[] parts = Encoding.UTF8.GetString(body).Split(' ', 4);
        if (parts.Length < 3 || parts[0] != Tag || parts[2].Length == 0
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint sequence))
        {
            error = $"a frame is not of the form '{Tag} number verb payload': '{Printable(line)}'";
            return null;
        }

        error = "";
        return new Frame(sequence, parts[2], parts.Length == 4 ? parts[3] : "");
    }

    /// <summary>The frame as it travels, with start, checksum and end.</summary>
    public byte[] Encode()
    {
        string body = string.Create(CultureInfo.InvariantCulture, $"{Tag} {Sequence} {Verb}")
            + (Payload.Length == 0 ? "" : " " + Payload);
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string checksum = Crc32.Compute(bytes).ToString("x8", CultureInfo.InvariantCulture);
        return [Start, .. bytes, .. Encoding.ASCII.GetBytes($" *{checksum}"), End];
    }

    private static string Printable(ReadOnlySpan<byte> line)
    {
        const int Shown = 80;
        var text = new StringBuilder();
        foreach (char c in Encoding.UTF8.GetString(line[..Math.Min(line.Length, Shown)]))
        {
            text.Append(char.IsControl(c) ? '.' : c);
        }

        return line.Length > Shown ? text.Append('…').ToString() : text.ToString();
    }
}
