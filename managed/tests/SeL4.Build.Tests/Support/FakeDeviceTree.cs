// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;

namespace SeL4.Build.Tests.Support;

/// <summary>Writes a flattened device tree with nothing but memory in it, as the Devicetree Specification lays it out.</summary>
internal static class FakeDeviceTree
{
    private const uint BeginNode = 1;
    private const uint EndNode = 2;
    private const uint Property = 3;
    private const uint Nop = 4;
    private const uint End = 9;
    private const int ReservationsAt = 40;
    private const int StructureAt = ReservationsAt + 16;

    /// <summary>The tree of QEMU's virt machine with 1 GiB.</summary>
    public static byte[] OneGiB() => Bytes((0x4000_0000, 0x4000_0000));

    public static byte[] Bytes(params (ulong Start, ulong Size)[] memory)
    {
        var strings = new List<byte>();
        var words = new List<byte>();
        Begin("");
        Value("#address-cells", Word(2));
        Value("#size-cells", Word(2));
        Begin("chosen");
        Value("reg", [.. Word(7), .. Word(7), .. Word(7), .. Word(7)]); // no memory
        words.AddRange(Word(EndNode));
        words.AddRange(Word(Nop));
        foreach ((ulong start, ulong size) in memory)
        {
            Begin($"ram{start:x}");
            Value("reg", [.. Word((uint)(start >> 32)), .. Word((uint)start), .. Word((uint)(size >> 32)), .. Word((uint)size)]);
            Value("device_type", [.. Encoding.ASCII.GetBytes("memory"), 0]);
            words.AddRange(Word(EndNode));
        }

        words.AddRange([.. Word(EndNode), .. Word(End)]);
        uint stringsAt = (uint)(StructureAt + words.Count);
        uint total = stringsAt + (uint)strings.Count;
        return [.. Header(total, stringsAt, (uint)words.Count, (uint)strings.Count), .. words, .. strings];

        void Begin(string name)
        {
            words.AddRange(Word(BeginNode));
            Pad([.. Encoding.ASCII.GetBytes(name), 0]);
        }

        void Value(string name, byte[] value)
        {
            words.AddRange([.. Word(Property), .. Word((uint)value.Length), .. Word((uint)strings.Count)]);
            strings.AddRange([.. Encoding.ASCII.GetBytes(name), 0]);
            Pad(value);
        }

        void Pad(byte[] bytes)
        {
            words.AddRange(bytes);
            words.AddRange(new byte[(4 - (bytes.Length % 4)) % 4]);
        }
    }

    private static byte[] Header(uint total, uint stringsAt, uint structureSize, uint stringsSize) =>
    [
        .. Word(0xd00dfeed), .. Word(total), .. Word(StructureAt), .. Word(stringsAt), .. Word(ReservationsAt), .. Word(17), .. Word(16),
        .. Word(0), .. Word(stringsSize), .. Word(structureSize), .. new byte[StructureAt - ReservationsAt],
    ];

    private static byte[] Word(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
