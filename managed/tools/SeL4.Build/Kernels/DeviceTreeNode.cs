// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;

namespace SeL4.Build.Kernels;

/// <summary>A node of a device tree.</summary>
/// <param name="Name">Its name with its unit address; empty for the root.</param>
internal sealed record DeviceTreeNode(string Name)
{
    /// <summary>Its properties; of two with one name the first, as libfdt has it.</summary>
    public Dictionary<string, byte[]> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>The nodes in it, in the order of the tree.</summary>
    public List<DeviceTreeNode> Children { get; } = [];

    /// <summary>The first node in it with that name, if there is one.</summary>
    public DeviceTreeNode? Child(string name) => Children.Find(child => child.Name == name);

    /// <summary>The text of a property, up to its first zero byte; <see langword="null"/> when there is none.</summary>
    public string? Text(string property)
    {
        if (!Properties.TryGetValue(property, out byte[]? value))
        {
            return null;
        }

        int end = value.AsSpan().IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value.AsSpan(0, end));
    }

    /// <summary>The cell that a property is.</summary>
    /// <param name="property">The property.</param>
    /// <param name="otherwise">What it is when it is not there.</param>
    /// <exception cref="FormatException">It has another size than a cell.</exception>
    public uint Cell(string property, uint otherwise) => !Properties.TryGetValue(property, out byte[]? value) ? otherwise
        : value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value)
        : throw new FormatException($"its property {property} has {value.Length} bytes, not {sizeof(uint)}");
}
