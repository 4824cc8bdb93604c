// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;

namespace SeL4.Build.Kernels;

/// <summary>
/// Reads a flattened device tree (Devicetree Specification 0.4, chapter 5). What it has read lies inside of the tree, each block
/// where the header says, and has an end.
/// </summary>
internal ref struct DeviceTreeParser
{
    // Section 5.2: the version that has all of the header, and the oldest that is laid out as it.
    private const uint Version = 17;
    private const uint OldestVersion = 16;

    private const int SizeAt = 4;
    private const int StructureAt = 8;
    private const int StringsAt = 12;
    private const int ReservationsAt = 16;
    private const int VersionAt = 20;
    private const int LastCompatibleAt = 24;
    private const int StringsSizeAt = 32;
    private const int StructureSizeAt = 36;
    private const int ReservationSize = 16;

    // Linux reads no deeper ones (drivers/of/fdt.c, FDT_MAX_DEPTH).
    private const int MostDepth = 64;

    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;
    private int _at;

    private DeviceTreeParser(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _structure = structure;
        _strings = strings;
    }

    /// <summary>Reads a tree.</summary>
    /// <param name="file">The tree, and perhaps something behind it.</param>
    /// <returns>Its root, and the bytes that it has in all.</returns>
    /// <exception cref="FormatException">It is not a tree, or damaged.</exception>
    public static (DeviceTreeNode Root, int Size) Parse(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> tree = CheckHeader(file);
        uint version = Word(tree, VersionAt);
        uint structure = Word(tree, StructureAt);
        uint structureSize = version >= Version ? Word(tree, StructureSizeAt) : (uint)tree.Length - Math.Min(structure, (uint)tree.Length);
        var parser = new DeviceTreeParser(
            Block(tree, "structure", structure, structureSize, sizeof(uint)),
            Block(tree, "strings", Word(tree, StringsAt), Word(tree, StringsSizeAt), 1));
        CheckReservations(tree);
        return (parser.ReadTree(), tree.Length);
    }

    private static ReadOnlySpan<byte> CheckHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < DeviceTreeFormat.HeaderSize)
        {
            throw new FormatException("it ends inside its header");
        }

        if (Word(file, 0) != DeviceTreeFormat.Magic)
        {
            throw new FormatException($"it begins with 0x{Word(file, 0):x8}, not 0x{DeviceTreeFormat.Magic:x8}");
        }

        uint size = Word(file, SizeAt);
        if (size > file.Length || size < DeviceTreeFormat.HeaderSize)
        {
            throw new FormatException($"it says that it has {size} bytes, but the file has {file.Length}");
        }

        uint version = Word(file, VersionAt);
        uint compatible = Word(file, LastCompatibleAt);
        return version >= OldestVersion && compatible <= Version
            ? file[..(int)size]
            : throw new FormatException($"it has version {version}, compatible with {compatible}; known are {OldestVersion} and {Version}");
    }

    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> tree, string name, uint start, uint size, uint alignment) =>
        start % alignment == 0 && start >= DeviceTreeFormat.HeaderSize && start <= tree.Length && size <= tree.Length - start
            ? tree.Slice((int)start, (int)size)
            : throw new FormatException($"its {name} block is 0x{size:x} bytes at 0x{start:x}, in a tree of 0x{tree.Length:x} bytes");

    // Section 5.3: pairs of address and size, ended by zeros.
    private static void CheckReservations(ReadOnlySpan<byte> tree)
    {
        uint start = Word(tree, ReservationsAt);
        ReadOnlySpan<byte> left = start % sizeof(ulong) == 0 && start >= DeviceTreeFormat.HeaderSize && start <= tree.Length ? tree[(int)start..] : [];
        while (left.Length >= ReservationSize && left[..ReservationSize].ContainsAnyExcept((byte)0))
        {
            left = left[ReservationSize..];
        }

        if (left.Length < ReservationSize)
        {
            throw new FormatException($"its memory reservations begin at 0x{start:x} and have no end");
        }
    }

    private DeviceTreeNode ReadTree()
    {
        DeviceTreeNode? root = null;
        Stack<DeviceTreeNode> open = [];
        while (true)
        {
            int at = _at;
            switch (Next())
            {
                case DeviceTreeFormat.BeginNode when open.Count < MostDepth && (root is null || open.Count > 0):
                    var node = new DeviceTreeNode(Name(_structure, _at));
                    _at += Aligned(Encoding.UTF8.GetByteCount(node.Name) + 1);
                    root ??= node;
                    if (open.TryPeek(out DeviceTreeNode? parent))
                    {
                        parent.Children.Add(node);
                    }

                    open.Push(node);
                    break;
                case DeviceTreeFormat.BeginNode:
                    throw new FormatException(open.Count > 0 ? $"it has nodes in more than {MostDepth} others" : "it has two roots");
                case DeviceTreeFormat.Property when open.TryPeek(out DeviceTreeNode? owner):
                    ReadProperty(owner);
                    break;
                case DeviceTreeFormat.EndNode when open.Count > 0:
                    open.Pop();
                    break;
                case DeviceTreeFormat.Nop:
                    break;
                case DeviceTreeFormat.End when root is not null && open.Count == 0:
                    return root;
                case uint token:
                    throw new FormatException($"token 0x{token:x} at 0x{at:x} of its structure block is not one that can stand there");
            }
        }
    }

    private void ReadProperty(DeviceTreeNode owner)
    {
        uint length = Next();
        uint nameAt = Next();
        string name = nameAt < _strings.Length
            ? Name(_strings, (int)nameAt)
            : throw new FormatException($"the name of a property is at 0x{nameAt:x} of its strings block, which has 0x{_strings.Length:x} bytes");
        if (length > _structure.Length - _at)
        {
            throw new FormatException($"property {name} has 0x{length:x} bytes, more than its structure block has left");
        }

        owner.Properties.TryAdd(name, _structure.Slice(_at, (int)length).ToArray());
        _at += Aligned((int)length);
    }

    private uint Next()
    {
        if (_at > _structure.Length - sizeof(uint))
        {
            throw new FormatException("its structure block ends inside of a node");
        }

        uint word = Word(_structure, _at);
        _at += sizeof(uint);
        return word;
    }

    // Names are ASCII (section 2.2.1); others are refused, which no kernel would find anything by.
    private static string Name(ReadOnlySpan<byte> block, int at)
    {
        ReadOnlySpan<byte> name = block[at..];
        int end = name.IndexOf((byte)0);
        return end < 0 ? throw new FormatException("a name in it has no end")
            : name[..end].ContainsAnyExceptInRange((byte)'!', (byte)'~') ? throw new FormatException("a name in it is not printable")
            : Encoding.ASCII.GetString(name[..end]);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private static int Aligned(int size) => (size + sizeof(uint) - 1) & -sizeof(uint);
}
