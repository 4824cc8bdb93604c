// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;

namespace SeL4.Vm;

/// <summary>
/// A half-open range of a guest's physical addresses, <c>[Start, End)</c>. Holding one proves that the end does not
/// exceed 64 bits; it may be empty.
/// </summary>
public readonly record struct GuestRange
{
    /// <summary>Makes a range.</summary>
    /// <param name="start">First address.</param>
    /// <param name="size">Bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds 64 bits.</exception>
    public GuestRange(GuestAddress start, ulong size)
    {
        // Apart from here, so that this is small enough to be inlined.
        if (size > ulong.MaxValue - start.Value)
        {
            ThrowExceeds(start, size);
        }

        Start = start;
        Size = size;
    }

    /// <summary>First address.</summary>
    public GuestAddress Start { get; }

    /// <summary>Bytes.</summary>
    public ulong Size { get; }

    /// <summary>First address behind the range.</summary>
    public GuestAddress End => new(Start.Value + Size);

    /// <summary>The range has no bytes.</summary>
    public bool IsEmpty => Size == 0;

    /// <summary>The range from <paramref name="start"/> to <paramref name="end"/>, which does not belong to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> lies before <paramref name="start"/>.</exception>
    public static GuestRange FromBounds(GuestAddress start, GuestAddress end) => end >= start
        ? new GuestRange(start, end - start)
        : throw new ArgumentOutOfRangeException(nameof(end), end, $"The end {end} lies before the start {start}.");

    /// <summary>The range, or as much of it as 64 bits have: for naming in an error what was refused for wrapping.</summary>
    internal static GuestRange Cut(GuestAddress start, ulong size) => new(start, Math.Min(size, ulong.MaxValue - start.Value));

    [DoesNotReturn]
    private static void ThrowExceeds(GuestAddress start, ulong size) => throw new ArgumentOutOfRangeException(
        nameof(size), size, $"A range of 0x{size:x} bytes from {start} exceeds 64 bits.");

    /// <summary>The address lies inside.</summary>
    public bool Contains(GuestAddress address) => address >= Start && address.Value - Start.Value < Size;

    /// <summary>Every byte of the other range lies inside. An empty range does, where its start is in or at the end.</summary>
    public bool Contains(GuestRange other) =>
        other.Start >= Start && other.Start.Value - Start.Value <= Size && other.Size <= Size - (other.Start.Value - Start.Value);

    /// <summary>The ranges have bytes in common.</summary>
    public bool Overlaps(GuestRange other) => !IsEmpty && !other.IsEmpty && Start < other.End && other.Start < End;

    /// <summary>What the ranges have in common; empty when that is nothing.</summary>
    public GuestRange Intersect(GuestRange other) => Overlaps(other)
        ? FromBounds(Start > other.Start ? Start : other.Start, End < other.End ? End : other.End)
        : new GuestRange(Start, 0);

    /// <summary>Part of the range.</summary>
    /// <param name="offset">Bytes to leave out at the start.</param>
    /// <param name="size">Bytes of the part.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches past the end.</exception>
    public GuestRange Slice(ulong offset, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size - offset);
        return new GuestRange(Start + offset, size);
    }

    /// <summary>The bounds: <c>[0x09000000, 0x09001000)</c>.</summary>
    public override string ToString() => $"[{Start}, {End})";
}
