// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.IO.Compression;
using System.Text;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

/// <summary>System.IO.Compression, whose native part comes from the class library's pack.</summary>
internal static class CompressionTests
{
    private delegate Stream Compressor(Stream stream, CompressionLevel level);

    private delegate Stream Decompressor(Stream stream);

    private static readonly (string Name, Compressor Compress, Decompressor Decompress)[] Formats =
    [
        ("deflate", (s, l) => new DeflateStream(s, l, leaveOpen: true), s => new DeflateStream(s, CompressionMode.Decompress)),
        ("zlib", (s, l) => new ZLibStream(s, l, leaveOpen: true), s => new ZLibStream(s, CompressionMode.Decompress)),
        ("gzip", (s, l) => new GZipStream(s, l, leaveOpen: true), s => new GZipStream(s, CompressionMode.Decompress)),
        ("brotli", (s, l) => new BrotliStream(s, l, leaveOpen: true), s => new BrotliStream(s, CompressionMode.Decompress)),
    ];

    // Twenty sentences, compressed by zlib 1.3 at level 9 (RFC 1951, 1950, 1952).
    [TargetTest]
    public static void DataCompressedElsewhere()
    {
        var text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog. ", 20));
        Check.Equal(text, Read(s => new DeflateStream(s, CompressionMode.Decompress), "0bc94855282ccd4cce56482aca2fcf5348cbaf50c82acd2d2856c82f4b2d5228014ae72456552aa4e4a7eb29848c2a1e553caa98da8a01"));
        Check.Equal(text, Read(s => new ZLibStream(s, CompressionMode.Decompress), "78da0bc94855282ccd4cce56482aca2fcf5348cbaf50c82acd2d2856c82f4b2d5228014ae72456552aa4e4a7eb29848c2a1e553caa98da8a0147a5431c"));
        Check.Equal(text, Read(s => new GZipStream(s, CompressionMode.Decompress), "1f8b08000000000002030bc94855282ccd4cce56482aca2fcf5348cbaf50c82acd2d2856c82f4b2d5228014ae72456552aa4e4a7eb29848c2a1e553caa98da8a01e64a66b084030000"));
        // testdata/x.compressed and testdata/empty.compressed of google/brotli (RFC 7932).
        Check.Equal("X", Read(s => new BrotliStream(s, CompressionMode.Decompress), "0b00805803"));
        Check.Equal("", Read(s => new BrotliStream(s, CompressionMode.Decompress), "06"));
    }

    [TargetTest]
    public static void RoundTripsOfEveryFormatAndLevel()
    {
        foreach (var data in new[] { [], [7], Text(100_000), Noise(70_000), new byte[300_000] })
        {
            foreach (var (name, compress, decompress) in Formats)
            {
                foreach (var level in Enum.GetValues<CompressionLevel>())
                {
                    // The smallest size takes Brotli seconds of an emulated processor.
                    var input = level == CompressionLevel.SmallestSize && name == "brotli" ? data[..Math.Min(data.Length, 5000)] : data;
                    var packed = Compress(compress, level, input);
                    Check.Sequence(input, Decompress(decompress, packed));
                    Check.True(packed.Length <= input.Length + input.Length / 7 + 64);
                }
            }
        }
    }

    [TargetTest]
    public static void TextAndZeroesShrink()
    {
        foreach (var (_, compress, _) in Formats)
        {
            Check.True(Compress(compress, CompressionLevel.Optimal, Text(100_000)).Length < 50_000);
            Check.True(Compress(compress, CompressionLevel.Optimal, new byte[300_000]).Length < 1000);
            Check.True(Compress(compress, CompressionLevel.Optimal, Noise(70_000)).Length >= 70_000);
        }
    }

    [TargetTest]
    public static void DamagedDataIsRefused()
    {
        foreach (var (name, compress, decompress) in Formats)
        {
            var packed = Compress(compress, CompressionLevel.Optimal, Text(20_000));
            // The first block has the reserved type 3 (RFC 1951, 3.2.3), or a window size that is none (RFC 7932, 9.1).
            var header = name switch { "zlib" => 2, "gzip" => 10, _ => 0 };
            packed[header] = name == "brotli" ? (byte)0x11 : (byte)0x07;
            Refused(name, () => Decompress(decompress, packed));
        }

        // The check sums: Adler-32 at the end of zlib's, CRC-32 and length at the end of gzip's.
        foreach (var (name, compress, decompress) in Formats.Where(f => f.Name is "zlib" or "gzip"))
        {
            var packed = Compress(compress, CompressionLevel.Optimal, Text(20_000));
            packed[^(name == "zlib" ? 1 : 5)] ^= 1;
            Refused(name, () => Decompress(decompress, packed));
        }

        Refused("gzip", () => Decompress(s => new GZipStream(s, CompressionMode.Decompress), "no gzip at all"u8.ToArray()));
    }

    [TargetTest]
    public static void WithoutStreams()
    {
        var data = Text(10_000);
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(data.Length)];
        Check.True(BrotliEncoder.TryCompress(data, packed, out var written, quality: 5, window: 18));
        var back = new byte[data.Length];
        Check.True(BrotliDecoder.TryDecompress(packed.AsSpan(0, written), back, out var read));
        Check.Equal(data.Length, read);
        Check.Sequence(data, back);
        Check.True(!BrotliDecoder.TryDecompress(packed.AsSpan(0, written), new byte[data.Length - 1], out _));
    }

    [TargetTest]
    public static void Archives()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("folder/text").Open();
            entry.Write(Text(50_000));
        }

        Check.True(stream.Length < 25_000);
        using var read = new ZipArchive(stream, ZipArchiveMode.Read);
        var text = read.Entries.Single();
        Check.Equal("folder/text", text.FullName);
        using var content = new MemoryStream();
        using (var opened = text.Open())
        {
            opened.CopyTo(content);
        }

        Check.Sequence(Text(50_000), content.ToArray());
    }

    // Pool threads have a smaller stack than the main one; a collection in between finds every buffer where it was.
    [TargetTest]
    public static void OnOtherThreadsWhileTheCollectorRuns()
    {
        var tasks = Formats.Select(f => Task.Run(() => Decompress(f.Decompress, Compress(f.Compress, CompressionLevel.Optimal, Text(60_000))))).ToArray();
        while (!Task.WhenAll(tasks).IsCompleted)
        {
            GC.Collect();
            Thread.Sleep(1);
        }

        foreach (var task in tasks)
        {
            Check.Sequence(Text(60_000), task.Result);
        }
    }

    private static void Refused(string name, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (name == "brotli" ? e is InvalidOperationException : e is InvalidDataException)
        {
            return;
        }

        Check.Fail($"{name}: damaged data was accepted");
    }

    private static string Read(Decompressor decompress, string hex) => Encoding.ASCII.GetString(Decompress(decompress, Convert.FromHexString(hex)));

    private static byte[] Compress(Compressor compress, CompressionLevel level, byte[] data)
    {
        using var packed = new MemoryStream();
        using (var stream = compress(packed, level))
        {
            stream.Write(data);
        }

        return packed.ToArray();
    }

    private static byte[] Decompress(Decompressor decompress, byte[] packed)
    {
        using var stream = decompress(new MemoryStream(packed));
        using var data = new MemoryStream();
        stream.CopyTo(data);
        return data.ToArray();
    }

    // Words of a vocabulary of 64, in an order without a period.
    private static byte[] Text(int length)
    {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append("word").Append(random.Next(64)).Append(' ');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(2).NextBytes(noise);
        return noise;
    }
}
