// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SeL4.Build.Guests;

namespace SeL4.Build.Tests.Guests;

public sealed class CompressedKernelTests
{
    private const int Largest = 1 << 20;
    private const int ZbootHeaderSize = 0x40;

    private static readonly byte[] Kernel = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i / 7))];

    [Fact]
    public void A_file_that_is_not_compressed_stays_as_it_is() => Assert.Same(Kernel, Unpack(Kernel));

    [Fact]
    public void Gzip_is_decompressed() => Assert.Equal(Kernel, Unpack(Zip(Kernel)));

    [Fact]
    public void Gzip_inside_an_application_for_EFI_is_decompressed() =>
        Assert.Equal(Kernel, Unpack(Zboot(Zip(Kernel), "gzip")));

    [Theory]
    [InlineData("fd377a585a00", "xz", "unxz")]
    [InlineData("28b52ffd", "zstd", "unzstd")]
    [InlineData("04224d18", "lz4", "unlz4")]
    [InlineData("02214c18", "lz4", "unlz4")]
    [InlineData("894c5a4f000d0a1a0a", "lzo", "lzop -d")]
    [InlineData("425a6839", "bzip2", "bunzip2")]
    [InlineData("5d00008000ffffffffffffffff", "lzma", "unlzma")]
    [InlineData("5d0000c0000010000000000000", "lzma", "unlzma")]
    [InlineData("4c5a495001", "lzip", "lzip -d")]
    [InlineData("1f9d90", "compress", "uncompress")]
    public void Every_other_compression_is_named(string magic, string name, string command)
    {
        byte[] file = [.. Convert.FromHexString(magic), .. new byte[100]];
        string refusal = $" is compressed with {name}, and only gzip is decompressed here: decompress it first, to its arm64 Image";
        Assert.Equal($"the file{refusal} ({command})", Message(file));
        Assert.Equal($"the kernel for EFI (zboot){refusal}", Message(Zboot(file, name)));
        Assert.Equal(
            $"the gzip file holds a file that is compressed again, with {name}: decompress it first", Message(Zip(file)));
    }

    [Fact]
    public void A_branch_that_begins_as_LZMA_does_is_machine_code()
    {
        byte[] file = [0x5d, 0, 0, 0x14, .. new byte[100]];
        Assert.Same(file, Unpack(file));
    }

    [Fact]
    public void A_compression_that_nobody_knows_is_named_as_the_file_does() => Assert.Contains(
        "(zboot) is compressed with 'future9', and only gzip", Message(Zboot([1, 2, 3, 4], "future9")));

    [Fact]
    public void A_file_that_is_cut_short_anywhere_is_refused()
    {
        byte[] zip = Zip(Kernel[..500]);
        byte[] zboot = Zboot(zip, "gzip");
        Assert.All(Enumerable.Range(3, zip.Length - 3), length => Message(zip[..length]));
        Assert.All(Enumerable.Range(8, zboot.Length - 8), length => Assert.Contains("cut short", Message(zboot[..length])));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        byte[] zip = Zip(Kernel);
        Assert.Equal("the gzip file is damaged: it cannot be decompressed", Message(Changed(zip, zip.Length / 2)));
        Assert.Contains("the gzip file is", Message(Changed(zip, zip.Length - 1)));
        Assert.Contains("the gzip file is", Message(Changed(zip, zip.Length - 8)));
        Assert.Equal(
            "the gzip file is cut short, or has something behind its end: its last bytes are no checksum of the rest",
            Message([.. zip, 1, 2, 3]));
    }

    [Theory]
    [InlineData(0u, uint.MaxValue)]
    [InlineData(uint.MaxValue, 16u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0x7fff_fff0u, 0x7fff_fff0u)]
    public void A_payload_outside_of_the_file_is_refused(uint offset, uint size)
    {
        byte[] file = Zboot(Zip(Kernel), "gzip");
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), offset);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), size);
        Assert.Contains($"its payload is 0x{size:x} bytes at 0x{offset:x}, in a file of 0x{file.Length:x} bytes", Message(file));
    }

    [Fact]
    public void A_small_file_that_is_large_when_decompressed_is_refused_before_it_is()
    {
        Assert.Equal(Largest, Unpack(Zip(new byte[Largest])).Length);
        long most = 0;
        Assert.Throws<UserErrorException>(() => CompressedKernel.Unpack(Zip(new byte[64 * Largest]), Largest, size => $"{most = size}"));
        Assert.InRange(most, Largest + 1, Largest + (1 << 16));
    }

    internal static byte[] Zip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            zip.Write(content);
        }

        return stream.ToArray();
    }

    /// <summary>An application for EFI around a kernel, as Linux's zboot-header.S begins it.</summary>
    internal static byte[] Zboot(byte[] payload, string compression)
    {
        byte[] file = [.. new byte[ZbootHeaderSize], .. payload];
        "MZ\0\0zimg"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), ZbootHeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), (uint)payload.Length);
        Encoding.ASCII.GetBytes(compression).CopyTo(file.AsSpan(24));
        return file;
    }

    private static byte[] Changed(byte[] file, int at)
    {
        byte[] changed = [.. file];
        changed[at] ^= 0x55;
        return changed;
    }

    private static byte[] Unpack(byte[] file) => CompressedKernel.Unpack(file, Largest, size => $"{size} bytes");

    private static string Message(byte[] file) => Assert.Throws<UserErrorException>(() => Unpack(file)).Message;
}
