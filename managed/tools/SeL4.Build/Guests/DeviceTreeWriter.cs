// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;
using SeL4.Build.Kernels;

namespace SeL4.Build.Guests;

/// <summary>Writes a flattened device tree (Devicetree Specification 0.4, chapter 5 "Flattened Devicetree (DTB) Format").</summary>
internal sealed class DeviceTreeWriter
{
    private const uint Version = 17;
    private const uint LastCompatibleVersion = 16;
    private const int ReservationSize = 16;

    private readonly List<byte> _structure = [];
    private readonly List<byte> _strings = [];
    private readonly Dictionary<string, uint> _names = [];

    /// <summary>Writes a node with all that <paramref name="content"/> writes.</summary>
    public DeviceTreeWriter Node(string name, Action content)
    {
        Word(DeviceTreeFormat.BeginNode);
        _structure.AddRange(Encoding.ASCII.GetBytes(name + '\0'));
        Pad();
        content();
        Word(DeviceTreeFormat.EndNode);
        return this;
    }

    /// <summary>A property without a value.</summary>
    public DeviceTreeWriter Property(string name) => Property(name, ReadOnlySpan<byte>.Empty);

    /// <summary>A property of 32-bit cells.</summary>
    public DeviceTreeWriter Property(string name, params ReadOnlySpan<uint> cells)
    {
        byte[] value = new byte[cells.Length * sizeof(uint)];
        for (int i = 0; i < cells.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(i * sizeof(uint)), cells[i]);
        }

        return Property(name, value);
    }

    /// <summary>A property of 64-bit numbers, of two cells each.</summary>
    public DeviceTreeWriter Property64(string name, params ReadOnlySpan<ulong> numbers)
    {
        byte[] value = new byte[numbers.Length * sizeof(ulong)];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(value.AsSpan(i * sizeof(ulong)), numbers[i]);
        }

        return Property(name, value);
    }

    /// <summary>A property of one string, or a list of them.</summary>
    public DeviceTreeWriter Property(string name, params ReadOnlySpan<string> strings) =>
        Property(name, Encoding.UTF8.GetBytes(string.Concat(strings.ToArray().Select(s => s + '\0'))));

    /// <summary>The finished tree; nothing may be written afterwards.</summary>
    public byte[] ToArray()
    {
        Word(DeviceTreeFormat.End);
        int structure = DeviceTreeFormat.HeaderSize + ReservationSize;
        int strings = structure + _structure.Count;
        byte[] tree = new byte[strings + _strings.Count];
        uint[] header =
        [
            DeviceTreeFormat.Magic, (uint)tree.Length, (uint)structure, (uint)strings, DeviceTreeFormat.HeaderSize,
            Version, LastCompatibleVersion, 0,
            (uint)_strings.Count, (uint)_structure.Count,
        ];
        for (int i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(tree.AsSpan(i * sizeof(uint)), header[i]);
        }

        _structure.CopyTo(tree, structure);
        _strings.CopyTo(tree, strings);
        return tree;
    }

    private DeviceTreeWriter Property(string name, ReadOnlySpan<byte> value)
    {
        Word(DeviceTreeFormat.Property);
        Word((uint)value.Length);
        Word(Name(name));
        _structure.AddRange(value);
        Pad();
        return this;
    }

    private uint Name(string name)
    {
        if (!_names.TryGetValue(name, out uint offset))
        {
            offset = (uint)_strings.Count;
            _names.Add(name, offset);
            _strings.AddRange(Encoding.ASCII.GetBytes(name + '\0'));
        }

        return offset;
    }

    private void Word(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _structure.AddRange(bytes);
    }

    private void Pad()
    {
        while (_structure.Count % sizeof(uint) != 0)
        {
            _structure.Add(0);
        }
    }
}
