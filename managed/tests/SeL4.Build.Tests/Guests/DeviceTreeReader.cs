// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;

namespace SeL4.Build.Tests.Guests;

/// <summary>Reads a flattened device tree into properties by path, as <c>/cpus/cpu@0:reg</c>.</summary>
internal sealed class DeviceTreeReader
{
    private readonly byte[] _tree;
    private int _at;

    private DeviceTreeReader(byte[] tree) => _tree = tree;

    public static Dictionary<string, byte[]> Read(byte[] tree)
    {
        var reader = new DeviceTreeReader(tree);
        Assert.Equal(0xd00d_feedu, reader.Word(0));
        Assert.Equal((uint)tree.Length, reader.Word(4));
        Assert.Equal(reader.Word(8) + reader.Word(36), reader.Word(12));
        Assert.Equal((uint)tree.Length, reader.Word(12) + reader.Word(32));
        Assert.All(tree[(int)reader.Word(16)..(int)reader.Word(8)], value => Assert.Equal(0, value));
        reader._at = (int)reader.Word(8);
        Dictionary<string, byte[]> properties = [];
        reader.Nodes(properties);
        return properties;
    }

    public static string Text(byte[] value) => Encoding.UTF8.GetString(value).TrimEnd('\0').Replace('\0', '|');

    public static uint[] Cells(byte[] value) =>
        [.. value.Chunk(4).Select(cell => BinaryPrimitives.ReadUInt32BigEndian(cell))];

    public static ulong[] Numbers(byte[] value) =>
        [.. value.Chunk(8).Select(number => BinaryPrimitives.ReadUInt64BigEndian(number))];

    private void Nodes(Dictionary<string, byte[]> properties)
    {
        string path = "";
        while (true)
        {
            switch (Next())
            {
                case 1:
                    path += String(_at) is { Length: > 0 } name ? "/" + name : "";
                    _at += (String(_at).Length + 4) & ~3;
                    break;
                case 2:
                    path = path.Contains('/') ? path[..path.LastIndexOf('/')] : "";
                    break;
                case 3:
                    int length = (int)Next();
                    string key = String((int)(Word(12) + Next()));
                    properties.Add($"{path}:{key}", _tree[_at..(_at + length)]);
                    _at += (length + 3) & ~3;
                    break;
                case 9:
                    Assert.Equal((int)Word(12), _at);
                    return;
                case uint token:
                    throw new InvalidDataException($"token {token} at {_at}");
            }
        }
    }

    private uint Next()
    {
        _at += 4;
        return Word(_at - 4);
    }

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_tree.AsSpan(offset));

    private string String(int offset) => Encoding.UTF8.GetString(_tree, offset, Array.IndexOf(_tree, (byte)0, offset) - offset);
}
