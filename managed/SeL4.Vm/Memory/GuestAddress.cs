// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;

namespace SeL4.Vm;

/// <summary>An address in a guest's physical address space (an intermediate physical address, IPA).</summary>
/// <param name="Value">The address.</param>
public readonly record struct GuestAddress(ulong Value) : IComparable<GuestAddress>
{
    /// <summary>Address zero.</summary>
    public static GuestAddress Zero => default;

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    /// <exception cref="OverflowException">The result exceeds 64 bits.</exception>
    public static GuestAddress operator +(GuestAddress address, ulong bytes) => new(checked(address.Value + bytes));

    /// <summary>The address <paramref name="bytes"/> before.</summary>
    /// <exception cref="OverflowException">The result is below zero.</exception>
    public static GuestAddress operator -(GuestAddress address, ulong bytes) => new(checked(address.Value - bytes));

    /// <summary>Bytes from <paramref name="right"/> to <paramref name="left"/>.</summary>
    /// <exception cref="OverflowException"><paramref name="right"/> is the greater one.</exception>
    public static ulong operator -(GuestAddress left, GuestAddress right) => checked(left.Value - right.Value);

    /// <summary><paramref name="left"/> is the lower one.</summary>
    public static bool operator <(GuestAddress left, GuestAddress right) => left.Value < right.Value;

    /// <summary><paramref name="left"/> is the higher one.</summary>
    public static bool operator >(GuestAddress left, GuestAddress right) => left.Value > right.Value;

    /// <summary><paramref name="left"/> is not higher.</summary>
    public static bool operator <=(GuestAddress left, GuestAddress right) => left.Value <= right.Value;

    /// <summary><paramref name="left"/> is not lower.</summary>
    public static bool operator >=(GuestAddress left, GuestAddress right) => left.Value >= right.Value;

    /// <summary>A number as an address.</summary>
    public static implicit operator GuestAddress(ulong value) => new(value);

    /// <summary>A number as an address.</summary>
    public static GuestAddress FromUInt64(ulong value) => new(value);

    /// <summary>The same as <c>address + bytes</c>.</summary>
    /// <exception cref="OverflowException">The result exceeds 64 bits.</exception>
    public GuestAddress Add(ulong bytes) => this + bytes;

    /// <summary>The same as <c>address - bytes</c>.</summary>
    /// <exception cref="OverflowException">The result is below zero.</exception>
    public GuestAddress Subtract(ulong bytes) => this - bytes;

    /// <summary>The address is a multiple of <paramref name="alignment"/>.</summary>
    /// <param name="alignment">A power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alignment"/> is not a power of two.</exception>
    public bool IsAligned(ulong alignment) => (Value & Mask(alignment)) == 0;

    /// <summary>The greatest multiple of <paramref name="alignment"/> that is not above the address.</summary>
    /// <param name="alignment">A power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alignment"/> is not a power of two.</exception>
    public GuestAddress AlignDown(ulong alignment) => new(Value & ~Mask(alignment));

    /// <summary>The least multiple of <paramref name="alignment"/> that is not below the address.</summary>
    /// <param name="alignment">A power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alignment"/> is not a power of two.</exception>
    /// <exception cref="OverflowException">The result exceeds 64 bits.</exception>
    public GuestAddress AlignUp(ulong alignment) => new(checked(Value + Mask(alignment)) & ~Mask(alignment));

    /// <inheritdoc/>
    public int CompareTo(GuestAddress other) => Value.CompareTo(other.Value);

    /// <summary>The address in hexadecimal: <c>0x09000000</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Value:x8}");

    private static ulong Mask(ulong alignment) => ulong.IsPow2(alignment)
        ? alignment - 1
        : throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "An alignment is a power of two.");
}
