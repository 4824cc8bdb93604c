// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Build.Guests;

/// <summary>
/// The header of an application for EFI (Microsoft's "PE Format"). Kernels of distributions have one beside their arm64 Image
/// header, and only it says how long the file is.
/// </summary>
internal static class EfiHeader
{
    private const int DosHeaderSize = 64;
    private const int PointerAt = 0x3c;
    private const int CoffHeaderSize = 24; // with the signature

    // Words up to here are UDF in machine code (Arm DDI 0487, C6.2 "UDF"), and so no part of a raw binary's beginning.
    private const uint MostOfUndefined = 0xffff;

    private const int MachineAt = 4;
    private const int SectionCountAt = 6;
    private const int OptionalSizeAt = 20;
    private const int SectionSize = 40;
    private const int RawSizeAt = 16;
    private const int RawPointerAt = 20;

    // Of the optional header, in its 64-bit form (PE32+).
    private const ushort Pe32Plus = 0x20b;
    private const int DirectoryCountAt = 108;
    private const int CertificatesAt = 112 + (4 * 8);
    private const uint CertificateDirectory = 4;

    /// <summary>The file begins as one for MS-DOS does, and so as one for EFI.</summary>
    public static bool HasDosMagic(ReadOnlySpan<byte> file) => file.StartsWith("MZ"u8);

    /// <summary>Refuses a file that begins with MS-DOS's magic and has no header of an arm64 Image.</summary>
    /// <exception cref="UserErrorException">It is for EFI, or cut short. Machine code may begin with these two bytes, too.</exception>
    public static void Refuse(ReadOnlySpan<byte> file)
    {
        if (file.Length < DosHeaderSize)
        {
            throw new UserErrorException("the file begins as an arm64 Image or an application for EFI does, and is cut short inside its header");
        }

        uint pointer = BinaryPrimitives.ReadUInt32LittleEndian(file[PointerAt..]);
        if (Has(file, pointer))
        {
            ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(file[((int)pointer + MachineAt)..]);
            throw new UserErrorException(
                $"the file is an application for EFI (PE, machine 0x{machine:x4}), and a guest starts without firmware: "
                + "give the arm64 Image or ELF file of what it starts");
        }

        if (pointer > file.Length - CoffHeaderSize && pointer <= MostOfUndefined)
        {
            throw new UserErrorException(
                $"the file begins as an application for EFI does, and is cut short: its header is at 0x{pointer:x}, the end at 0x{file.Length:x}");
        }
    }

    /// <summary>Checks that an arm64 Image with such a header has all of its file.</summary>
    /// <exception cref="UserErrorException">It is cut short, or the header is not where it should be.</exception>
    public static void CheckComplete(ReadOnlySpan<byte> file)
    {
        uint pointer = BinaryPrimitives.ReadUInt32LittleEndian(file[PointerAt..]);
        if (pointer > file.Length - CoffHeaderSize)
        {
            throw CutShort("the header for EFI", (ulong)pointer + CoffHeaderSize, file.Length);
        }

        if (!Has(file, pointer))
        {
            throw new UserErrorException($"the arm64 Image is damaged: there is no header for EFI at 0x{pointer:x}, where it should be");
        }

        ReadOnlySpan<byte> header = file[(int)pointer..];
        int sections = BinaryPrimitives.ReadUInt16LittleEndian(header[SectionCountAt..]);
        int optional = BinaryPrimitives.ReadUInt16LittleEndian(header[OptionalSizeAt..]);
        int size = CoffHeaderSize + optional + (sections * SectionSize);
        if (size > header.Length)
        {
            throw CutShort("the header for EFI", (ulong)pointer + (ulong)size, file.Length);
        }

        CheckCertificates(header.Slice(CoffHeaderSize, optional), file.Length);
        for (int i = 0; i < sections; i++)
        {
            ReadOnlySpan<byte> section = header.Slice(CoffHeaderSize + optional + (i * SectionSize), SectionSize);
            CheckRange($"section {i}", section[RawPointerAt..], section[RawSizeAt..], file.Length);
        }
    }

    // The directory of certificates is the only one whose address is an offset in the file. They come last.
    private static void CheckCertificates(ReadOnlySpan<byte> optional, int fileLength)
    {
        if (optional.Length >= CertificatesAt + 8 && BinaryPrimitives.ReadUInt16LittleEndian(optional) == Pe32Plus
            && BinaryPrimitives.ReadUInt32LittleEndian(optional[DirectoryCountAt..]) > CertificateDirectory)
        {
            CheckRange("its signature", optional[CertificatesAt..], optional[(CertificatesAt + 4)..], fileLength);
        }
    }

    private static void CheckRange(string what, ReadOnlySpan<byte> start, ReadOnlySpan<byte> size, int fileLength)
    {
        ulong end = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(start) + BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (end > (ulong)fileLength && BinaryPrimitives.ReadUInt32LittleEndian(size) != 0)
        {
            throw CutShort(what, end, fileLength);
        }
    }

    private static bool Has(ReadOnlySpan<byte> file, uint pointer) =>
        pointer <= file.Length - CoffHeaderSize && file[(int)pointer..].StartsWith("PE\0\0"u8);

    private static UserErrorException CutShort(string what, ulong end, int fileLength) => new(
        $"the arm64 Image is cut short: {what} ends at 0x{end:x}, the file at 0x{fileLength:x}");
}
