// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using CsCheck;

namespace SeL4.Build.Tests.Guests;

/// <summary>Files that were good once: values in them changed, their end cut off or something put behind it.</summary>
internal static class Mutations
{
    private const int MostChanges = 6;

    // What breaks sums, signs and alignments.
    private static readonly Gen<ulong> Value = Gen.OneOf(
        Gen.OneOf<ulong>(
            0ul, 1, 2, 3, 4, 7, 8, 9, 0x38, 0x3f, 0x40, 0x7f, 0x80, 0xff, 0x100, 0xfff, 0x1000, 0x7fff, 0x8000, 0xffff, 0x1_0000,
            0x3fff_ffff, 0x4000_0000, 0x4000_1000, 0x7fff_fffc, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff, 0x1_0000_0000,
            long.MaxValue, 1ul << 63, ulong.MaxValue - 0xfff, ulong.MaxValue - 7, ulong.MaxValue),
        Gen.ULong);

    private static readonly Gen<Change> AnyChange =
        Gen.Select(Gen.Double[0, 1], Gen.OneOf(1, 2, 4, 8), Gen.Bool, Value, (place, width, big, value) => new Change(place, width, big, value));

    /// <summary>Changed files.</summary>
    /// <param name="files">The files to change.</param>
    /// <param name="header">Bytes of their beginning that half of all changes go to.</param>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> files, int header) => Gen.Select(
        Gen.OneOf([.. files]),
        Gen.Bool,
        AnyChange.Array[0, MostChanges],
        Gen.Frequency((4, Gen.Const(1.0)), (1, Gen.Double[0, 1])),
        Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[1, 100])),
        (file, early, changes, kept, added) =>
        {
            byte[] changed = [.. file];
            int room = early ? Math.Min(header, changed.Length) : changed.Length;
            Array.ForEach(changes, change => change.Apply(changed, room));
            return (byte[])[.. changed[..(int)(kept * changed.Length)], .. new byte[added]];
        });

    private sealed record Change(double Place, int Width, bool IsBigEndian, ulong Value)
    {
        public void Apply(byte[] file, int room)
        {
            Span<byte> number = stackalloc byte[sizeof(ulong)];
            if (IsBigEndian)
            {
                BinaryPrimitives.WriteUInt64BigEndian(number, Value);
                number = number[^Width..];
            }
            else
            {
                BinaryPrimitives.WriteUInt64LittleEndian(number, Value);
                number = number[..Width];
            }

            // Fields lie at multiples of their width, mostly.
            int at = (int)(Place * (room - 1)) & -Width;
            number[..Math.Min(Width, file.Length - at)].CopyTo(file.AsSpan(at));
        }
    }
}
