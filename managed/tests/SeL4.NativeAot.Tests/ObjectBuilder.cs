// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;

namespace SeL4.NativeAot.Tests;

/// <summary>Makes small ELF64 relocatable objects for AArch64 (System V gABI, chapter 4).</summary>
internal sealed class ObjectBuilder
{
    private const ushort Code = 1; // index of __managedcode

    private readonly MemoryStream _code = new();
    private readonly List<(string Name, byte Info, ushort Section, ulong Value)> _symbols = [("", 0, 0, 0)];
    private readonly List<(ulong Offset, string Symbol)> _relocations = [];

    public ObjectBuilder Function(string name, params uint[] instructions)
    {
        _symbols.Add((name, 0x12, Code, (ulong)_code.Length));
        foreach (uint instruction in instructions)
        {
            _code.Write(BitConverter.GetBytes(instruction));
        }

        return this;
    }

    public ObjectBuilder Undefined(string name)
    {
        _symbols.Add((name, 0x10, 0, 0));
        return this;
    }

    public ObjectBuilder Relocation(ulong offset, string symbol)
    {
        if (_symbols.All(s => s.Name != symbol))
        {
            Undefined(symbol);
        }

        _relocations.Add((offset, symbol));
        return this;
    }

    public byte[] Build()
    {
        var strings = new MemoryStream();
        strings.WriteByte(0);
        uint Text(string text)
        {
            if (text.Length == 0)
            {
                return 0;
            }

            uint at = (uint)strings.Length;
            strings.Write(Encoding.UTF8.GetBytes(text + "\0"));
            return at;
        }

        byte[] symbols = Bytes(writer => _symbols.ForEach(s =>
        {
            writer.Write(Text(s.Name));
            writer.Write(s.Info);
            writer.Write((byte)0);
            writer.Write(s.Section);
            writer.Write(s.Value);
            writer.Write(0UL);
        }));
        byte[] relocations = Bytes(writer => _relocations.ForEach(r =>
        {
            writer.Write(r.Offset);
            writer.Write(283u); // R_AARCH64_CALL26
            writer.Write((uint)_symbols.FindIndex(s => s.Name == r.Symbol));
            writer.Write(0L);
        }));

        (string Name, uint Type, byte[] Content, uint Link, uint Info)[] sections =
        [
            ("", 0, [], 0, 0),
            ("__managedcode", 1, _code.ToArray(), 0, 0),
            (".rela__managedcode", 4, relocations, 3, Code),
            (".symtab", 2, symbols, 4, 1),
            (".strtab", 3, [], 0, 0),
        ];
        uint[] names = [.. sections.Select(s => Text(s.Name))];
        sections[4].Content = strings.ToArray();
        return Bytes(writer =>
        {
            ulong table = 64 + (ulong)sections.Sum(s => s.Content.Length);
            writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            writer.Write((ushort)1); // ET_REL
            writer.Write((ushort)183); // EM_AARCH64
            writer.Write(1u);
            writer.Write(0UL);
            writer.Write(0UL);
            writer.Write(table);
            writer.Write(0u);
            writer.Write((ushort)64);
            writer.Write(0u); // no program headers
            writer.Write((ushort)64);
            writer.Write((ushort)sections.Length);
            writer.Write((ushort)4);
            foreach (var section in sections)
            {
                writer.Write(section.Content);
            }

            ulong offset = 64;
            for (int i = 0; i < sections.Length; i++)
            {
                writer.Write(names[i]);
                writer.Write(sections[i].Type);
                writer.Write(0UL);
                writer.Write(0UL);
                writer.Write(offset);
                writer.Write((ulong)sections[i].Content.Length);
                writer.Write(sections[i].Link);
                writer.Write(sections[i].Info);
                writer.Write(1UL);
                writer.Write(0UL);
                offset += (ulong)sections[i].Content.Length;
            }
        });
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        write(new BinaryWriter(stream));
        return stream.ToArray();
    }
}
