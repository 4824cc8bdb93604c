// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;
using SeL4.Vm.Rendering;

namespace SeL4.Vm;

/// <summary>The reservations of a VM in address order, as they were when the map was taken.</summary>
public sealed class GuestMemoryMap : IReadOnlyList<GuestMemoryMapEntry>
{
    private readonly List<GuestMemoryMapEntry> _entries;

    internal GuestMemoryMap(string machine, List<GuestMemoryMapEntry> entries)
    {
        Machine = machine;
        _entries = entries;
    }

    /// <summary>Name of the VM.</summary>
    public string Machine { get; }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public GuestMemoryMapEntry this[int index] => _entries[index];

    /// <inheritdoc/>
    public IEnumerator<GuestMemoryMapEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A table of text, a line for each reservation.</summary>
    public override string ToString() => MemoryMapTable.Render(this);

    /// <summary>A picture of the address space as an SVG document, gaps drawn short.</summary>
    public string ToSvg() => MemoryMapPicture.Render(this);

    /// <summary>The picture and the table as one HTML document.</summary>
    public string ToHtml() => MemoryMapPage.Render(this);
}
