// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SeL4.Vm.Devices;

/// <summary>The address of a network card, 48 bits.</summary>
public readonly record struct MacAddress : IParsable<MacAddress>
{
    /// <summary>Bytes of an address.</summary>
    public const int Size = 6;

    private const ulong GroupBit = 1ul << 40;
    private const int TextLength = (Size * 3) - 1;

    // The first byte is the most significant one.
    private readonly ulong _value;

    /// <summary>Makes an address.</summary>
    /// <param name="bytes">Its 6 bytes as they are in a frame.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"An address has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        foreach (byte part in bytes)
        {
            _value = (_value << 8) | part;
        }
    }

    /// <summary>The address of everybody, ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast { get; } = new([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

    /// <summary>It stands for several cards, or for all of them.</summary>
    public bool IsMulticast => (_value & GroupBit) != 0;

    /// <summary>It is <see cref="Broadcast"/>.</summary>
    public bool IsBroadcast => this == Broadcast;

    /// <summary>01:80:c2:00:00:00 to 0f, which no bridge forwards (IEEE 802.1Q, 8.6.3).</summary>
    internal bool IsReserved => _value >> 4 == 0x0180_c200_0000 >> 4;

    /// <summary>Reads an address from text.</summary>
    /// <param name="s">Six pairs of hexadecimal digits, separated by colons: <c>52:54:00:12:34:56</c>.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="s"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">It is no address.</exception>
    public static MacAddress Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out MacAddress address)
            ? address
            : throw new FormatException($"\"{s}\" is no address of a network card; one is 52:54:00:12:34:56.");
    }

    /// <summary>Reads an address from text, if it is one.</summary>
    /// <param name="s">Six pairs of hexadecimal digits, separated by colons.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The address.</param>
    /// <returns>It is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result)
    {
        result = default;
        if (s?.Length != TextLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Size];
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<char> digits = s.AsSpan(i * 3, 2);
            if ((i > 0 && s[(i * 3) - 1] != ':')
                || !byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return false;
            }
        }

        result = new MacAddress(bytes);
        return true;
    }

    /// <summary>Writes the address as it is in a frame.</summary>
    /// <param name="destination">6 bytes at least.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"An address needs {Size} bytes, not {destination.Length}.", nameof(destination));
        }

        for (int i = 0; i < Size; i++)
        {
            destination[i] = (byte)(_value >> (8 * (Size - 1 - i)));
        }
    }

    /// <summary>The address as <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        ulong value = _value;
        return string.Join(':', Enumerable.Range(0, Size).Select(i => $"{(byte)(value >> (8 * (Size - 1 - i))):x2}"));
    }
}
