// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Build.Guests;

/// <summary>
/// The arm64 Image, which Linux and others come in (Linux: Documentation/arch/arm64/booting.rst, "the decompressed kernel image
/// contains a 64-byte header").
/// </summary>
internal static class ImageFile
{
    /// <summary>What such a file is called.</summary>
    public const string Format = "arm64 Image";

    /// <summary>What the start address of an Image is a multiple of, apart from its own offset.</summary>
    public const ulong Alignment = 0x20_0000;

    private const int HeaderSize = 64;
    private const int TextOffsetAt = 8;
    private const int SizeAt = 16;
    private const int FlagsAt = 24;
    private const int MagicAt = 56;
    private const uint Magic = 0x644d_5241; // "ARM\x64"
    private const ulong BigEndian = 1;
    private const ulong OldTextOffset = 0x8_0000; // of kernels that leave the image's size at zero

    /// <summary>The file begins as an arm64 Image does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) =>
        file.Length >= HeaderSize && BinaryPrimitives.ReadUInt32LittleEndian(file[MagicAt..]) == Magic;

    /// <summary>What an Image loads.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where it is to go, a multiple of <see cref="Alignment"/>; its own offset is added.</param>
    /// <exception cref="UserErrorException">It is damaged, cut short or big-endian, or has no address there.</exception>
    public static GuestImage Read(ReadOnlySpan<byte> file, ulong start)
    {
        ulong size = Check(file);

        // A kernel without a size wants as much memory behind its file as there is, which is what it gets.
        ulong offset = size == 0 ? OldTextOffset : BinaryPrimitives.ReadUInt64LittleEndian(file[TextOffsetAt..]);
        ulong address = start > ulong.MaxValue - offset
            ? throw new UserErrorException($"the arm64 Image wants to be 0x{offset:x} bytes behind 0x{start:x}, which is no address")
            : start + offset;
        ulong inFile = (ulong)file.Length;
        return new GuestImage(Format, address, [new GuestSegment(address, 0, inFile, Math.Max(size, inFile))]);
    }

    /// <summary>Checks that the file is all of an Image.</summary>
    /// <returns>Bytes that it wants from its start on; 0 when it does not say.</returns>
    /// <exception cref="UserErrorException">It is damaged, cut short or big-endian.</exception>
    public static ulong Check(ReadOnlySpan<byte> file)
    {
        if ((BinaryPrimitives.ReadUInt64LittleEndian(file[FlagsAt..]) & BigEndian) != 0)
        {
            throw new UserErrorException("the arm64 Image is a big-endian one");
        }

        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(file[SizeAt..]);
        if (size != 0 && size < (ulong)file.Length)
        {
            throw new UserErrorException(
                $"the arm64 Image is damaged: its header says 0x{size:x} bytes of memory, and the file has 0x{file.Length:x}");
        }

        // The size counts memory that is zeroed at the start, and so says nothing about the file's end. This does.
        if (EfiHeader.HasDosMagic(file))
        {
            EfiHeader.CheckComplete(file);
        }

        return size;
    }
}
