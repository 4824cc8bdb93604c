// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Delivery;

/// <summary>A script in the form that U-Boot finds by itself, <c>boot.scr</c>: what <c>mkimage -A arm64 -T script</c> makes.</summary>
internal static class UBootScript
{
    // U-Boot: include/image.h, "Legacy format image header"; every number is big-endian.
    private const uint Magic = 0x2705_1956;
    private const int HeaderSize = 64;
    private const int NameSize = 32;
    private const byte OsLinux = 5;
    private const byte ArchitectureArm64 = 22;
    private const byte TypeScript = 6;

    /// <summary>The bytes of the file.</summary>
    public static byte[] Encode(string name, string commands)
    {
        byte[] text = Encoding.ASCII.GetBytes(commands);
        var file = new byte[HeaderSize + 8 + text.Length];
        Span<byte> header = file.AsSpan(0, HeaderSize);
        Span<byte> data = file.AsSpan(HeaderSize);
        Write(data, 0, (uint)text.Length); // the sizes of the parts, ended by 0
        text.CopyTo(data[8..]);
        Write(header, 0, Magic);
        Write(header, 12, (uint)data.Length);
        Write(header, 24, Crc32.Compute(data));
        new[] { OsLinux, ArchitectureArm64, TypeScript }.CopyTo(header[28..]);
        byte[] title = Encoding.ASCII.GetBytes(name);
        title.AsSpan(0, Math.Min(title.Length, NameSize)).CopyTo(header[^NameSize..]);
        Write(header, 4, Crc32.Compute(header)); // over the header with a checksum of 0
        return file;
    }

    private static void Write(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes[at..], value);
}
