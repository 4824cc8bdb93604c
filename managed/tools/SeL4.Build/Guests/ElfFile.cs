// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Build.Guests;

/// <summary>The part of the ELF format that a guest's file needs (System V ABI, "Object Files"; offsets of 64-bit ELF).</summary>
/// <remarks>The package ELFSharp would do the same, but takes gigabytes of memory for some damaged files of a few hundred bytes.</remarks>
internal static class ElfFile
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const byte Class64 = 2;
    private const byte LittleEndian = 1;
    private const ushort TypeExecutable = 2;
    private const ushort MachineAArch64 = 183;
    private const uint TypeLoad = 1;
    private const uint TypeInterpreter = 3;
    private const ushort CountIsElsewhere = 0xffff; // PN_XNUM

    public static bool IsElf(ReadOnlySpan<byte> file) => file.StartsWith("\u007fELF"u8);

    /// <summary>What a file loads: its PT_LOAD segments at their physical addresses.</summary>
    /// <exception cref="UserErrorException">The file is damaged, or not an executable for AArch64 that runs by itself.</exception>
    public static GuestImage Read(ReadOnlySpan<byte> file)
    {
        CheckHeader(file);
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(file[32..]);
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(file[54..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file[56..]);
        if (count == CountIsElsewhere)
        {
            throw new UserErrorException($"the ELF file has {count} program headers or more");
        }

        if (entrySize != ProgramHeaderSize || !Lies(table, (ulong)count * ProgramHeaderSize, file.Length))
        {
            throw new UserErrorException("the ELF file is damaged: its program headers lie outside of it");
        }

        // The entry is a virtual address. Some kernels that are linked high have the physical one there; it stays as it is.
        ulong virtualEntry = BinaryPrimitives.ReadUInt64LittleEndian(file[24..]);
        ulong entry = virtualEntry;
        List<GuestSegment> segments = [];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.Slice((int)table + (i * ProgramHeaderSize), ProgramHeaderSize);
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
            if (type == TypeInterpreter)
            {
                throw new UserErrorException(
                    "the ELF file is linked dynamically: it wants another program to start it (PT_INTERP); link it statically");
            }

            if (type != TypeLoad || ReadSegment(header, i, file.Length) is not { } segment)
            {
                continue;
            }

            ulong virtualAddress = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
            if (virtualEntry >= virtualAddress && virtualEntry - virtualAddress < segment.MemorySize)
            {
                entry = segment.Address + (virtualEntry - virtualAddress);
            }

            segments.Add(segment);
        }

        return segments.Count > 0
            ? new GuestImage("ELF file", entry, [.. segments.OrderBy(s => s.Address)])
            : throw new UserErrorException("the ELF file loads nothing: it has no segment of type PT_LOAD");
    }

    private static void CheckHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize)
        {
            throw new UserErrorException("the ELF file is damaged: it ends inside its header");
        }

        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(file[18..]);
        if (file[4] != Class64 || file[5] != LittleEndian || machine != MachineAArch64)
        {
            throw new UserErrorException(
                $"the ELF file is not for little-endian AArch64 (class {file[4]}, data {file[5]}, machine {machine}; "
                + $"wanted: {Class64}, {LittleEndian}, {MachineAArch64})");
        }

        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(file[16..]);
        if (type != TypeExecutable)
        {
            throw new UserErrorException(
                $"the ELF file has type {type}{NameOf(type)}, not {TypeExecutable}: link it statically, for a fixed address");
        }
    }

    private static GuestSegment? ReadSegment(ReadOnlySpan<byte> header, int index, int fileLength)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
        ulong address = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        ulong inFile = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        ulong inMemory = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        if (inMemory == 0)
        {
            return null;
        }

        if (inFile > inMemory || !Lies(offset, inFile, fileLength))
        {
            throw new UserErrorException(
                $"the ELF file is damaged: segment {index} has 0x{inFile:x} bytes at offset 0x{offset:x} for 0x{inMemory:x} "
                + $"bytes of memory, in a file of 0x{fileLength:x} bytes");
        }

        return new GuestSegment(address, offset, inFile, inMemory);
    }

    private static string NameOf(ushort type) => type switch
    {
        1 => " (an object file)",
        3 => " (a shared object, or position-independent)",
        4 => " (a core dump)",
        _ => "",
    };

    private static bool Lies(ulong offset, ulong size, int length) => size <= (ulong)length && offset <= (ulong)length - size;
}
