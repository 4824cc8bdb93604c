// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;

namespace SeL4.NativeAot.Checks;

/// <summary>The little of an ELF64 relocatable object that the gate looks at (System V gABI, chapter 4).</summary>
internal sealed class ElfObject
{
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const uint SymbolTable = 2; // SHT_SYMTAB
    private const uint RelocationsWithAddend = 4; // SHT_RELA

    private readonly byte[] _image;
    private readonly Section[] _sections;

    public ElfObject(string path)
    {
        _image = File.ReadAllBytes(path);
        if (_image.Length < 64 || !_image.AsSpan(0, 4).SequenceEqual("\u007fELF"u8) || _image[4] != 2)
        {
            throw new CheckException("SEL4A20", $"{path} is not an ELF64 object");
        }

        if (U16(18) != 183) // EM_AARCH64
        {
            throw new CheckException("SEL4A20", $"{path} is for ELF machine {U16(18)}, not AArch64 (183)");
        }

        var table = (int)U64(40);
        var count = (int)U16(60);
        if (count == 0)
        {
            count = (int)U64(table + 32); // more sections than fit in e_shnum
        }

        _sections = new Section[count];
        for (var i = 0; i < count; i++)
        {
            var at = table + (i * SectionHeaderSize);
            _sections[i] = new Section(i, U32(at), U32(at + 4), (int)U64(at + 24), (int)U64(at + 32), (int)U32(at + 40), (int)U32(at + 44));
        }

        var nameTable = U16(62) == 0xffff ? _sections[0].Link : U16(62); // SHN_XINDEX
        foreach (var section in _sections)
        {
            section.Name = Text(_sections[nameTable].Offset + (int)section.NameOffset);
        }

        Symbols = ReadSymbols();
    }

    public IReadOnlyList<Symbol> Symbols { get; }

    public int SectionIndex(string name) => Array.FindIndex(_sections, s => s.Name == name);

    public ReadOnlySpan<byte> Content(int section) => _image.AsSpan(_sections[section].Offset, _sections[section].Size);

    /// <summary>What the linker will fill in within <paramref name="section"/>: offset, and the symbol it refers to.</summary>
    public Dictionary<ulong, Symbol> Relocations(int section)
    {
        var found = new Dictionary<ulong, Symbol>();
        foreach (var relocations in _sections.Where(s => s.Type == RelocationsWithAddend && s.Info == section))
        {
            for (var at = relocations.Offset; at < relocations.Offset + relocations.Size; at += RelocationSize)
            {
                found[U64(at)] = Symbols[(int)U32(at + 12)]; // the high half of r_info
            }
        }

        return found;
    }

    private List<Symbol> ReadSymbols()
    {
        var symbols = new List<Symbol>();
        foreach (var table in _sections.Where(s => s.Type == SymbolTable))
        {
            var names = _sections[table.Link].Offset;
            for (var at = table.Offset; at < table.Offset + table.Size; at += SymbolSize)
            {
                symbols.Add(new Symbol(Text(names + (int)U32(at)), _image[at + 4], U16(at + 6), U64(at + 8)));
            }
        }

        return symbols;
    }

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_image.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_image.AsSpan(at));

    private string Text(int at)
    {
        var length = _image.AsSpan(at).IndexOf((byte)0);
        return Encoding.UTF8.GetString(_image, at, length);
    }

    /// <param name="Name">As in the string table.</param>
    /// <param name="Info">Type in the low four bits, binding in the high four.</param>
    /// <param name="Section">Index; 0 means undefined.</param>
    /// <param name="Value">Offset within the section.</param>
    internal sealed record Symbol(string Name, byte Info, ushort Section, ulong Value)
    {
        public bool IsFunction => (Info & 15) == 2;

        public bool IsUndefined => Section == 0 && Name.Length > 0;
    }

    private sealed record Section(int Index, uint NameOffset, uint Type, int Offset, int Size, int Link, int Info)
    {
        public string Name { get; set; } = "";
    }
}
