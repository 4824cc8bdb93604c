// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Build.Guests;

/// <summary>A guest's file, understood: which bytes go where, and where the guest begins.</summary>
/// <param name="Format">What the file is, for people.</param>
/// <param name="Entry">Guest physical address of the first instruction.</param>
/// <param name="Segments">What is loaded, in address order; all of it lies in RAM and nothing overlaps.</param>
internal sealed record GuestImage(string Format, ulong Entry, IReadOnlyList<GuestSegment> Segments)
{
    /// <summary>Bytes of an instruction, and its alignment (Arm DDI 0487, "PC alignment checking").</summary>
    public const int InstructionSize = 4;

    // Linux: Documentation/arch/arm64/booting.rst, "the decompressed kernel image contains a 64-byte header".
    private const int ImageHeaderSize = 64;
    private const int ImageTextOffset = 8;
    private const int ImageSize = 16;
    private const int ImageFlags = 24;
    private const int ImageMagicOffset = 56;
    private const uint ImageMagic = 0x644d_5241; // "ARM\x64"
    private const ulong ImageBigEndian = 1;
    private const ulong ImageAlignment = 0x20_0000;
    private const ulong OldTextOffset = 0x8_0000; // of kernels that leave the image's size at zero

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its content.</param>
    /// <param name="machine">The machine that it is for.</param>
    /// <param name="loadAddress">Where a file goes that does not say so itself; <see langword="null"/>: where RAM starts.</param>
    /// <exception cref="UserErrorException">The file cannot run on that machine; the message says why.</exception>
    public static GuestImage Read(ReadOnlySpan<byte> file, GuestMachine machine, ulong? loadAddress)
    {
        GuestFormat.RefuseWhatIsNoProgram(file);
        GuestImage image = ElfFile.IsElf(file) ? FromElf(file, loadAddress)
            : IsImage(file) ? FromImage(file, loadAddress ?? GuestMachine.RamStart)
            : FromRaw(file, loadAddress ?? GuestMachine.RamStart);
        image.Check(machine);
        return image;
    }

    /// <summary>The file begins as an arm64 Image does.</summary>
    public static bool IsImage(ReadOnlySpan<byte> file) => file.Length >= ImageHeaderSize
        && BinaryPrimitives.ReadUInt32LittleEndian(file[ImageMagicOffset..]) == ImageMagic;

    private static GuestImage FromRaw(ReadOnlySpan<byte> file, ulong address) =>
        new("raw binary", address, [new GuestSegment(address, 0, (ulong)file.Length, (ulong)file.Length)]);

    private static GuestImage FromImage(ReadOnlySpan<byte> file, ulong start)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(file[ImageTextOffset..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(file[ImageSize..]);
        if ((BinaryPrimitives.ReadUInt64LittleEndian(file[ImageFlags..]) & ImageBigEndian) != 0)
        {
            throw new UserErrorException("the arm64 Image is a big-endian one");
        }

        if (start % ImageAlignment != 0)
        {
            throw new UserErrorException($"--load-address 0x{start:x}: an arm64 Image starts at a multiple of 2 MiB");
        }

        if (size == 0)
        {
            offset = OldTextOffset;
        }

        ulong address = start > ulong.MaxValue - offset
            ? throw new UserErrorException($"the arm64 Image wants to be 0x{offset:x} bytes behind 0x{start:x}, which is no address")
            : start + offset;
        ulong inFile = (ulong)file.Length;
        return new GuestImage("arm64 Image", address, [new GuestSegment(address, 0, inFile, Math.Max(size, inFile))]);
    }

    private static GuestImage FromElf(ReadOnlySpan<byte> file, ulong? loadAddress) => loadAddress is null
        ? ElfFile.Read(file)
        : throw new UserErrorException("--load-address is for files that do not say where they go; an ELF file does");

    private void Check(GuestMachine machine)
    {
        GuestSegment? before = null;
        foreach (GuestSegment segment in Segments)
        {
            if (segment.Address < GuestMachine.RamStart || segment.MemorySize > machine.RamSize
                || segment.Address > machine.RamEnd - segment.MemorySize)
            {
                throw new UserErrorException(
                    $"the {Format} has 0x{segment.MemorySize:x} bytes for 0x{segment.Address:x}, but the guest's RAM is "
                    + $"[0x{GuestMachine.RamStart:x}, 0x{machine.RamEnd:x}) (see --ram)");
            }

            if (before is { } previous && segment.Address < previous.End)
            {
                throw new UserErrorException($"the {Format} has segments that overlap: {previous} and {segment}");
            }

            before = segment;
        }

        if (!Segments.Any(s => Entry >= s.Address && Entry < s.End))
        {
            throw new UserErrorException($"the {Format} begins at 0x{Entry:x}, where it loads nothing");
        }

        if (Entry % InstructionSize != 0)
        {
            throw new UserErrorException(
                $"the {Format} begins at 0x{Entry:x}, but an instruction of A64 lies at a multiple of {InstructionSize}");
        }
    }
}
