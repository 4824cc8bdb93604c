// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Numerics;

namespace SeL4.Build.Guests;

/// <summary>A compression that kernels come in (Linux: <c>lib/decompress.c</c>), and those of old archives.</summary>
/// <param name="Name">Its name, as <c>Makefile.zboot</c> and people write it.</param>
/// <param name="Command">The command that decompresses a file.</param>
/// <param name="Magics">What its files begin with, one of these.</param>
internal sealed record Compression(string Name, string Command, params byte[][] Magics)
{
    /// <summary>RFC 1952, 2.3.1, with the only method that there is.</summary>
    public static readonly Compression Gzip = new("gzip", "gunzip", [[0x1f, 0x8b, 8]]);

    private static readonly Compression[] All =
    [
        Gzip,
        new("xz", "unxz", [0xfd, .. "7zXZ\0"u8]),                                // The .xz File Format, 2.1.1.1
        new("zstd", "unzstd", [0x28, 0xb5, 0x2f, 0xfd]),                         // RFC 8878, 3.1.1
        new("lz4", "unlz4", [0x04, 0x22, 0x4d, 0x18], [0x02, 0x21, 0x4c, 0x18]), // LZ4 Frame Format; "Legacy frame", which kernels use
        new("lzo", "lzop -d", [[0x89, .. "LZO\0\r\n\u001a\n"u8]]),               // lzop's conf.h
        new("bzip2", "bunzip2", [.. "BZh"u8]),                                   // a digit and pi follow
        new("lzip", "lzip -d", [.. "LZIP"u8]),
        new("compress", "uncompress", [0x1f, 0x9d, 0x90]),                       // blocks, codes of 16 bits
    ];

    private static readonly Compression Lzma = new("lzma", "unlzma");

    /// <summary>The compression of a file, if it is compressed.</summary>
    public static Compression? Of(ReadOnlySpan<byte> file)
    {
        foreach (Compression compression in All)
        {
            foreach (byte[] magic in compression.Magics)
            {
                if (file.StartsWith(magic))
                {
                    return compression;
                }
            }
        }

        return IsLzma(file) ? Lzma : null;
    }

    // LZMA has no magic (LZMA specification, "lzma file format"): usual properties, a dictionary's size, as xz takes it for one (2^n or
    // 2^n + 2^(n-1)), and a size that is unknown or below 2^40. A branch of A64 can begin as the first three bytes do.
    private static bool IsLzma(ReadOnlySpan<byte> file)
    {
        const int HeaderSize = 13;
        if (file.Length < HeaderSize || file[0] != 0x5d)
        {
            return false;
        }

        uint dictionary = BinaryPrimitives.ReadUInt32LittleEndian(file[1..]);
        uint top = dictionary & (uint.MaxValue << BitOperations.Log2(dictionary | 1));
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(file[5..]);
        return dictionary >= 1 << 16 && (dictionary == top || dictionary == top + (top >> 1)) && (size == ulong.MaxValue || size >> 40 == 0);
    }
}
