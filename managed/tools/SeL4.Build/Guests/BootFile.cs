// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Images;

namespace SeL4.Build.Guests;

/// <summary>A file that the user wants to boot in an image's place.</summary>
internal static class BootFile
{
    /// <summary>Checks that QEMU can load the file, and makes an image of it.</summary>
    /// <exception cref="UserErrorException">It is neither an ELF file for AArch64 nor an arm64 Image, or is damaged.</exception>
    public static BootImage Open(string file)
    {
        string label = $"--elf {file}".TrimEnd();
        byte[] content = InputFile.Read(file, label, int.MaxValue, size => $"{size} bytes are too many");
        try
        {
            if (ElfFile.IsElf(content))
            {
                ElfFile.Read(content);
            }
            else if (!GuestImage.IsImage(content))
            {
                throw new UserErrorException("neither an ELF file nor an arm64 Image");
            }
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException($"{label}: {error.Message}");
        }

        return BootImage.FromElf(file);
    }
}
