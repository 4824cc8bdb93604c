// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Images;

namespace SeL4.Build.Guests;

/// <summary>A file that the user wants to boot in an image's place.</summary>
internal static class BootFile
{
    // More than any image with all of its debug information has.
    private const long LargestFile = 1L << 30;

    /// <summary>Checks that QEMU can load the file, and makes an image of it.</summary>
    /// <exception cref="UserErrorException">It is neither an ELF file for AArch64 nor an arm64 Image, or is damaged.</exception>
    public static BootImage Open(string file)
    {
        string label = $"--elf {file}".TrimEnd();
        byte[] content = InputFile.Read(file, label, LargestFile, size => $"the file has {size} bytes, more than {LargestFile >> 20} MiB");
        try
        {
            if (ElfFile.IsElf(content))
            {
                ElfFile.Read(content).CheckParts();
            }
            else if (ImageFile.Is(content))
            {
                ImageFile.Check(content);
            }
            else
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
