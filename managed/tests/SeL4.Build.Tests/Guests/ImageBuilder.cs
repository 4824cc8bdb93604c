// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Build.Tests.Guests;

/// <summary>Writes arm64 Images that are applications for EFI, too, as those of distributions are.</summary>
internal static class ImageBuilder
{
    /// <summary>Where the header for EFI is.</summary>
    public const int EfiHeader = 64;

    /// <summary>Bytes that the headers take together.</summary>
    public const int HeaderSize = 512;

    private const int OptionalSize = 160; // up to the sixth directory, as Linux has it
    private const int Sections = EfiHeader + 24 + OptionalSize;

    /// <summary>Writes one: code behind the headers, data, a signature.</summary>
    /// <param name="code">Bytes of its first section.</param>
    /// <param name="data">Bytes of its second.</param>
    /// <param name="signature">Bytes of its signature; 0 for none.</param>
    public static byte[] Build(int code, int data, int signature)
    {
        int size = HeaderSize + code + data + signature;
        byte[] file = new byte[size];
        file.AsSpan(HeaderSize).Fill(0x5a);
        "MZ"u8.CopyTo(file);
        Write64(16, (ulong)size + 0x1000); // and what is zeroed at the start
        "ARM\x64"u8.CopyTo(file.AsSpan(56));
        Write32(60, EfiHeader);
        "PE\0\0"u8.CopyTo(file.AsSpan(EfiHeader));
        Write16(EfiHeader + 4, 0xaa64);
        Write16(EfiHeader + 6, 2);
        Write16(EfiHeader + 20, OptionalSize);
        Write16(EfiHeader + 24, 0x20b);
        Write32(EfiHeader + 24 + 108, 6);
        if (signature > 0)
        {
            Write32(EfiHeader + 24 + 112 + 32, (uint)(HeaderSize + code + data));
            Write32(EfiHeader + 24 + 112 + 36, (uint)signature);
        }

        Write32(Sections + 16, (uint)code);
        Write32(Sections + 20, HeaderSize);
        Write32(Sections + 40 + 16, (uint)data);
        Write32(Sections + 40 + 20, (uint)(HeaderSize + code));
        return file;

        void Write16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void Write32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        void Write64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }

    /// <summary>The same without the header of an Image: an application for EFI and nothing else.</summary>
    public static byte[] WithoutImage(byte[] image) => [.. image[..56], 0, 0, 0, 0, .. image[60..]];
}
