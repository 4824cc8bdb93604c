// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Tests.Guests;

/// <summary>Writes small ELF executables for AArch64.</summary>
internal static class ElfBuilder
{
    private const int HeaderSize = 64;
    private const int ProgramHeaderSize = 56;

    public static byte[] Build(ulong entry, params Segment[] segments)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("\u007fELF\u0002\u0001\u0001"u8);
        writer.Write(new byte[9]);
        writer.Write((ushort)2); // ET_EXEC
        writer.Write((ushort)183); // EM_AARCH64
        writer.Write(1);
        writer.Write(entry);
        writer.Write((ulong)HeaderSize);
        writer.Write(0ul);
        writer.Write(0);
        writer.Write((ushort)HeaderSize);
        writer.Write((ushort)ProgramHeaderSize);
        writer.Write((ushort)segments.Length);
        writer.Write(new byte[6]);
        ulong offset = (ulong)(HeaderSize + (segments.Length * ProgramHeaderSize));
        foreach (Segment segment in segments)
        {
            writer.Write(1); // PT_LOAD
            writer.Write(7);
            writer.Write(offset);
            writer.Write(segment.VirtualAddress);
            writer.Write(segment.PhysicalAddress);
            writer.Write(segment.FileSize);
            writer.Write(segment.MemorySize);
            writer.Write(4096ul);
            offset += segment.FileSize;
        }

        for (int i = 0; i < segments.Length; i++)
        {
            writer.Write(Enumerable.Repeat((byte)(i + 1), (int)segments[i].FileSize).ToArray());
        }

        return stream.ToArray();
    }

    internal sealed record Segment(ulong VirtualAddress, ulong PhysicalAddress, ulong FileSize, ulong MemorySize);
}
