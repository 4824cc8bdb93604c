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

    // What else people take for a kernel, or mistake for one in a folder full of them.
    private static readonly (byte[] Magic, string What)[] Containers =
    [
        ([0x27, 0x05, 0x19, 0x56], "an image for U-Boot (uImage): take its arm64 Image out of it first (dumpimage)"),
        ([0xd0, 0x0d, 0xfe, 0xed], "a flattened device tree: --dtb brings one; of a FIT image, take the kernel out first (dumpimage)"),
        ([.. "ANDROID!"u8], "an image for Android's boot loader: take its kernel out of it first (unpack_bootimg)"),
        ([.. "PK\u0003\u0004"u8], "a ZIP archive: unpack it first"),
        ([.. "QFI"u8, 0xfb], "a disk image (qcow2), and a guest is a kernel"),
        ([0xcf, 0xfa, 0xed, 0xfe], "a Mach-O executable, and a guest is an ELF file, an arm64 Image or machine code"),
    ];

    /// <summary>Refuses what is certainly no program.</summary>
    /// <exception cref="UserErrorException">It is not; the message says what it is.</exception>
    public static void RefuseWhatIsNoProgram(ReadOnlySpan<byte> file)
    {
        if (file.Length < GuestImage.InstructionSize)
        {
            throw new UserErrorException(
                $"the file has {file.Length} bytes, and one instruction of A64 has {GuestImage.InstructionSize}");
        }

        if (EfiHeader.HasDosMagic(file) && !ImageFile.Is(file))
        {
            EfiHeader.Refuse(file);
        }

        foreach ((byte[] magic, string what) in Containers)
        {
            if (file.StartsWith(magic))
            {
                throw new UserErrorException($"the file is {what}");
            }
        }

        if (!file[..Math.Min(Looked, file.Length)].ContainsAnyExcept(Text))
        {
            throw new UserErrorException("the file is text: a guest is an ELF file, an arm64 Image or machine code");
        }
    }
}
