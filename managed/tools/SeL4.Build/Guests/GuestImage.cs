// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Guests;

/// <summary>A guest's file, understood: which bytes go where, and where the guest begins.</summary>
/// <param name="Format">What the file is, for people.</param>
/// <param name="Entry">Guest physical address of the first instruction.</param>
/// <param name="Segments">What is loaded, in address order.</param>
internal sealed record GuestImage(string Format, ulong Entry, IReadOnlyList<GuestSegment> Segments)
{
    /// <summary>Bytes of an instruction, and its alignment (Arm DDI 0487, "PC alignment checking").</summary>
    public const int InstructionSize = 4;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its content.</param>
    /// <param name="machine">The machine that it is for.</param>
    /// <param name="loadAddress">Where a file goes that does not say so itself; <see langword="null"/>: where RAM starts.</param>
    /// <returns>The image; all of it lies in RAM, nothing overlaps, and it begins with an instruction that the file has.</returns>
    /// <exception cref="UserErrorException">The file cannot run on that machine; the message says why.</exception>
    public static GuestImage Read(ReadOnlySpan<byte> file, GuestMachine machine, ulong? loadAddress)
    {
        GuestFormat.RefuseWhatIsNoProgram(file);
        GuestImage image = ElfFile.IsElf(file) ? FromElf(file, loadAddress)
            : ImageFile.Is(file) ? FromImage(file, loadAddress ?? GuestMachine.RamStart)
            : FromRaw(file, loadAddress ?? GuestMachine.RamStart);
        image.CheckRam(machine);
        image.CheckParts();
        return image;
    }

    /// <summary>Checks what holds for every machine.</summary>
    /// <exception cref="UserErrorException">Segments overlap or pass the end of addresses, or the file has no instruction to begin with.</exception>
    public void CheckParts()
    {
        GuestSegment? before = null;
        foreach (GuestSegment segment in Segments)
        {
            if (segment.MemorySize > ulong.MaxValue - segment.Address)
            {
                throw new UserErrorException(
                    $"the {Format} has 0x{segment.MemorySize:x} bytes for 0x{segment.Address:x}, past the end of all addresses");
            }

            if (before is { } previous && segment.Address < previous.End)
            {
                throw new UserErrorException($"the {Format} has segments that overlap: {previous} and {segment}");
            }

            before = segment;
        }

        // Memory that is only zeroed holds no instructions.
        if (!Segments.Any(s => s.HasInFile(Entry, InstructionSize)))
        {
            throw new UserErrorException($"the {Format} begins at 0x{Entry:x}, where it loads nothing");
        }

        if (Entry % InstructionSize != 0)
        {
            throw new UserErrorException(
                $"the {Format} begins at 0x{Entry:x}, but an instruction of A64 lies at a multiple of {InstructionSize}");
        }
    }

    private static GuestImage FromRaw(ReadOnlySpan<byte> file, ulong address) =>
        new("raw binary", address, [new GuestSegment(address, 0, (ulong)file.Length, (ulong)file.Length)]);

    private static GuestImage FromImage(ReadOnlySpan<byte> file, ulong start) => start % ImageFile.Alignment == 0
        ? ImageFile.Read(file, start)
        : throw new UserErrorException($"--load-address 0x{start:x}: an arm64 Image starts at a multiple of 2 MiB");

    private static GuestImage FromElf(ReadOnlySpan<byte> file, ulong? loadAddress) => loadAddress is null
        ? ElfFile.Read(file)
        : throw new UserErrorException("--load-address is for files that do not say where they go; an ELF file does");

    private void CheckRam(GuestMachine machine)
    {
        foreach (GuestSegment segment in Segments)
        {
            if (segment.Address < GuestMachine.RamStart || segment.MemorySize > machine.RamSize
                || segment.Address > machine.RamEnd - segment.MemorySize)
            {
                throw new UserErrorException(
                    $"the {Format} has 0x{segment.MemorySize:x} bytes for 0x{segment.Address:x}, but the guest's RAM is "
                    + $"[0x{GuestMachine.RamStart:x}, 0x{machine.RamEnd:x}) (see --ram)");
            }
        }
    }
}
