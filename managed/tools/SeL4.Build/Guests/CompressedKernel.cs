// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Guests;

/// <summary>Kernels as distributions compress them: with gzip, by itself or inside an application for EFI (zboot).</summary>
internal static class CompressedKernel
{
    // Linux: drivers/firmware/efi/libstub/zboot-header.S.
    private const int ZbootHeaderSize = 0x38;
    private const int ZbootOffsetAt = 8;
    private const int ZbootSizeAt = 12;
    private const int ZbootCompressionAt = 24;

    private const int TrailerSize = 8; // RFC 1952, 2.3.1: CRC32, ISIZE
    private const int CopyBytes = 1 << 16;

    /// <summary>What a compressed file holds; a file that is not compressed as it is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="largest">Most bytes that it may decompress to.</param>
    /// <param name="tooLarge">What is wrong with more, for the error.</param>
    /// <exception cref="UserErrorException">It is damaged or too large, or its compression is another one.</exception>
    public static byte[] Unpack(byte[] file, long largest, Func<long, string> tooLarge)
    {
        if (IsZboot(file))
        {
            return Inflate(Payload(file), "the compressed kernel for EFI (zboot)", largest, tooLarge);
        }

        Compression? compression = Compression.Of(file);
        return compression is null ? file
            : compression == Compression.Gzip ? Inflate(file, "the gzip file", largest, tooLarge)
            : throw Unsupported("file", compression.Name, $" ({compression.Command})");
    }

    // MS-DOS's magic, padded, and the type of image.
    private static bool IsZboot(ReadOnlySpan<byte> file) => file.StartsWith("MZ"u8) && file.Length >= 8 && file[4..].StartsWith("zimg"u8);

    private static ReadOnlyMemory<byte> Payload(byte[] file)
    {
        if (file.Length < ZbootHeaderSize)
        {
            throw new UserErrorException("the compressed kernel for EFI (zboot) is cut short: it ends inside its header");
        }

        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(ZbootOffsetAt));
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(ZbootSizeAt));
        if (size > file.Length || offset > file.Length - size)
        {
            throw new UserErrorException(
                $"the compressed kernel for EFI (zboot) is cut short or damaged: its payload is 0x{size:x} bytes at 0x{offset:x}, "
                + $"in a file of 0x{file.Length:x} bytes");
        }

        ReadOnlyMemory<byte> payload = file.AsMemory((int)offset, (int)size);
        Compression? compression = Compression.Of(payload.Span);
        return compression == Compression.Gzip
            ? payload
            : throw Unsupported("kernel for EFI (zboot)", compression?.Name ?? $"'{NameOfCompression(file)}'", "");
    }

    // As the header has it.
    private static string NameOfCompression(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> name = file[ZbootCompressionAt..ZbootHeaderSize];
        int end = name.IndexOf((byte)0);
        return string.Concat(Encoding.ASCII.GetString(end < 0 ? name : name[..end]).Select(c => char.IsControl(c) ? '?' : c));
    }

    private static UserErrorException Unsupported(string what, string compression, string command) => new(
        $"the {what} is compressed with {compression}, and only gzip is decompressed here: decompress it first, to its arm64 Image{command}");

    private static byte[] Inflate(ReadOnlyMemory<byte> packed, string what, long largest, Func<long, string> tooLarge)
    {
        using var unpacked = new MemoryStream();
        try
        {
            using var stream = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            byte[] buffer = new byte[CopyBytes];
            for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                unpacked.Write(buffer, 0, count);
                if (unpacked.Length > largest)
                {
                    throw new UserErrorException($"{what} is larger when decompressed: {tooLarge(unpacked.Length)}");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new UserErrorException($"{what} is damaged: it cannot be decompressed");
        }

        byte[] content = unpacked.ToArray();
        CheckTrailer(packed.Span, content, what);
        return Compression.Of(content) is { } again
            ? throw new UserErrorException($"{what} holds a file that is compressed again, with {again.Name}: decompress it first")
            : content;
    }

    // GZipStream takes a file that is cut short for one that has ended.
    private static void CheckTrailer(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> content, string what)
    {
        if (packed.Length < TrailerSize
            || BinaryPrimitives.ReadUInt32LittleEndian(packed[^TrailerSize..]) != Crc32.Compute(content)
            || BinaryPrimitives.ReadUInt32LittleEndian(packed[^sizeof(uint)..]) != (uint)content.Length)
        {
            throw new UserErrorException($"{what} is cut short, or has something behind its end: its last bytes are no checksum of the rest");
        }
    }
}
