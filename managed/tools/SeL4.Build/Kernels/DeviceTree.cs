// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;

namespace SeL4.Build.Kernels;

/// <summary>The part of a flattened device tree (Devicetree Specification, chapter 5) that says where memory is.</summary>
internal static class DeviceTree
{
    /// <summary>The ranges of memory, in the order of the tree.</summary>
    /// <exception cref="FormatException">The bytes are not a device tree.</exception>
    public static IReadOnlyList<(ulong Start, ulong Size)> Memory(ReadOnlySpan<byte> tree)
    {
        try
        {
            return Read(tree);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException("the device tree is damaged: something in it lies outside of it");
        }
    }

    private static List<(ulong Start, ulong Size)> Read(ReadOnlySpan<byte> tree)
    {
        if (tree.Length < DeviceTreeFormat.HeaderSize || Word(tree, 0) != DeviceTreeFormat.Magic)
        {
            throw new FormatException("the file is no device tree");
        }

        ReadOnlySpan<byte> strings = tree[Offset(tree, 12)..];
        List<(ulong, ulong)> memory = [];
        int at = Offset(tree, 8);
        int depth = 0;
        (int address, int size) cells = (2, 1); // section 2.3.5: the defaults
        (bool isMemory, int reg, int length) node = default;
        while (true)
        {
            uint token = Word(tree, at);
            at += 4;
            switch (token)
            {
                case DeviceTreeFormat.BeginNode:
                    depth++;
                    node = (Text(tree[at..]).StartsWith("memory@", StringComparison.Ordinal), 0, 0);
                    at += Aligned(Text(tree[at..]).Length + 1);
                    break;
                case DeviceTreeFormat.Property:
                    int length = Offset(tree, at);
                    string name = Text(strings[Offset(tree, at + 4)..]);
                    at += 8;
                    if (depth == 1 && name == "#address-cells")
                    {
                        cells.address = Cells(tree, at);
                    }
                    else if (depth == 1 && name == "#size-cells")
                    {
                        cells.size = Cells(tree, at);
                    }
                    else if (depth == 2 && name == "device_type")
                    {
                        node.isMemory |= Text(tree.Slice(at, length)) == "memory";
                    }
                    else if (depth == 2 && name == "reg")
                    {
                        (node.reg, node.length) = (at, length);
                    }

                    at += Aligned(length);
                    break;
                case DeviceTreeFormat.EndNode:
                    if (depth == 2 && node.isMemory)
                    {
                        AddRanges(memory, tree.Slice(node.reg, node.length), cells.address, cells.size);
                    }

                    depth--;
                    node = default;
                    break;
                case DeviceTreeFormat.Nop:
                    break;
                case DeviceTreeFormat.End:
                    return memory;
                default:
                    throw new FormatException($"the device tree is damaged: unknown token 0x{token:x}");
            }
        }
    }

    private static void AddRanges(List<(ulong Start, ulong Size)> memory, ReadOnlySpan<byte> reg, int addressCells, int sizeCells)
    {
        for (int entry = (addressCells + sizeCells) * 4; reg.Length >= entry; reg = reg[entry..])
        {
            memory.Add((Number(reg, addressCells), Number(reg[(addressCells * 4)..], sizeCells)));
        }
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int cells) =>
        cells == 1 ? Word(bytes, 0) : BinaryPrimitives.ReadUInt64BigEndian(bytes);

    private static int Cells(ReadOnlySpan<byte> tree, int at)
    {
        uint cells = Word(tree, at);
        return cells is 1 or 2 ? (int)cells : throw new FormatException($"the device tree has numbers of {cells} cells");
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(at, 4));

    private static int Offset(ReadOnlySpan<byte> bytes, int at) => (int)Math.Min(Word(bytes, at), int.MaxValue);

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end >= 0
            ? Encoding.ASCII.GetString(bytes[..end])
            : throw new FormatException("the device tree is damaged: a name has no end");
    }

    private static int Aligned(int size) => (size + 3) & ~3;
}
