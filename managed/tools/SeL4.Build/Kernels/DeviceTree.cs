// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;

namespace SeL4.Build.Kernels;

/// <summary>What a device tree says of memory (Devicetree Specification 0.4, section 3.4).</summary>
internal static class DeviceTree
{
    /// <summary>The ranges of memory, in the order of the tree.</summary>
    /// <exception cref="FormatException">The bytes are not a device tree, or what it says of memory makes no sense.</exception>
    public static IReadOnlyList<(ulong Start, ulong Size)> Memory(ReadOnlySpan<byte> tree)
    {
        try
        {
            return Memory(DeviceTreeParser.Parse(tree).Root);
        }
        catch (FormatException error)
        {
            throw new FormatException($"not a flattened device tree: {error.Message}");
        }
    }

    /// <summary>The ranges of memory, in the order of the tree.</summary>
    /// <exception cref="FormatException">What it says makes no sense.</exception>
    public static IReadOnlyList<(ulong Start, ulong Size)> Memory(DeviceTreeNode root)
    {
        int addressCells = Cells(root, "#address-cells", 2); // section 2.3.5: the defaults
        int sizeCells = Cells(root, "#size-cells", 1);
        int entry = (addressCells + sizeCells) * sizeof(uint);
        List<(ulong, ulong)> ranges = [];
        foreach (DeviceTreeNode node in root.Children.Where(IsMemory))
        {
            for (ReadOnlySpan<byte> reg = node.Properties.GetValueOrDefault("reg", []); reg.Length >= entry; reg = reg[entry..])
            {
                (ulong start, ulong size) = (Number(reg, addressCells), Number(reg[(addressCells * sizeof(uint))..], sizeCells));
                ranges.Add(size <= ulong.MaxValue - start
                    ? (start, size)
                    : throw new FormatException($"it has 0x{size:x} bytes of memory at 0x{start:x}, past the end of all addresses"));
            }
        }

        return ranges;
    }

    private static bool IsMemory(DeviceTreeNode node) =>
        node.Name.StartsWith("memory@", StringComparison.Ordinal) || node.Text("device_type") == "memory";

    private static int Cells(DeviceTreeNode root, string property, uint otherwise)
    {
        uint cells = root.Cell(property, otherwise);
        return cells is 1 or 2 ? (int)cells : throw new FormatException($"it has numbers of {cells} cells ({property})");
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int cells) =>
        cells == 1 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
}
