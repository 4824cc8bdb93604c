// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;

namespace SeL4.Build.Guests;

/// <summary>Recognises files that would be taken for a raw binary, but that no CPU can run.</summary>
internal static class GuestFormat
{
    // As much of a file as is looked at to tell text from instructions.
    private const int Looked = 256;

    private static readonly SearchValues<byte> Text =
        SearchValues.Create([.. "\t\n\r"u8, .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)]);

    /// <summary>Refuses what is certainly no program.</summary>
    /// <exception cref="UserErrorException">It is not; the message says what it is.</exception>
    public static void RefuseWhatIsNoProgram(ReadOnlySpan<byte> file)
    {
        if (file.Length < GuestImage.InstructionSize)
        {
            throw new UserErrorException(
                $"the file has {file.Length} bytes, and one instruction of A64 has {GuestImage.InstructionSize}");
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b])) // RFC 1952, 2.3.1
        {
            throw new UserErrorException("the file is compressed with gzip: decompress it first (gunzip)");
        }

        // Linux: drivers/firmware/efi/libstub/zboot-header.S
        if (file.StartsWith("MZ"u8) && file[4..].StartsWith("zimg"u8))
        {
            throw new UserErrorException("the file is a compressed kernel for EFI (zboot): decompress it first, to its arm64 Image");
        }

        if (!file[..Math.Min(Looked, file.Length)].ContainsAnyExcept(Text))
        {
            throw new UserErrorException("the file is text: a guest is an ELF file, an arm64 Image or machine code");
        }
    }
}
