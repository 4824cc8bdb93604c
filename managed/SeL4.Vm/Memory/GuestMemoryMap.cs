// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;
using SeL4.Vm.Interop;

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

/// <summary>A reservation as it was when the memory map was taken.</summary>
public sealed class GuestMemoryMapEntry
{
    internal GuestMemoryMapEntry(in vm_reservation_info_t info, MemoryReservation? reservation)
    {
        Range = new GuestRange(new GuestAddress(info.address), info.size);
        Backing = (MemoryBacking)info.backing;
        IsAnonymous = info.anonymous != 0;
        IsLibraryOwned = info.library_owned != 0;
        Tracking = info.accessed_tracking != 0 ? MemoryTracking.Accessed
            : info.dirty_tracking != 0 ? MemoryTracking.Dirty : MemoryTracking.None;
        MappedBytes = info.mapped_bytes;
        MappedPages = info.mapped_pages;
        Reservation = reservation;
        Name = reservation?.Name;
        FaultCount = reservation?.FaultCount ?? 0;
    }

    /// <summary>The range.</summary>
    public GuestRange Range { get; }

    /// <summary>What backs it.</summary>
    public MemoryBacking Backing { get; }

    /// <summary>The library chose the address.</summary>
    public bool IsAnonymous { get; }

    /// <summary>The frames belong to the library.</summary>
    public bool IsLibraryOwned { get; }

    /// <summary>Which pages are being remembered.</summary>
    public MemoryTracking Tracking { get; }

    /// <summary>Bytes that were mapped.</summary>
    public ulong MappedBytes { get; }

    /// <summary>Pages that were mapped.</summary>
    public ulong MappedPages { get; }

    /// <summary>Accesses that had come to the handler.</summary>
    public ulong FaultCount { get; }

    /// <summary>The label, or <see langword="null"/>.</summary>
    public string? Name { get; }

    /// <summary>The program's reservation; <see langword="null"/> where the library made it (RAM, interrupt controller).</summary>
    public MemoryReservation? Reservation { get; }

    /// <summary>A word for what is there: emulated, mapped, deferred.</summary>
    public string Kind => KindOf(Backing, IsLibraryOwned);

    internal static string KindOf(MemoryBacking backing, bool isLibraryOwned) => backing switch
    {
        MemoryBacking.None => "emulated",
        MemoryBacking.Mapped => isLibraryOwned ? "mapped" : "mapped, own frames",
        _ => "deferred",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Range} {Kind}{(Name is null ? "" : " " + Name)}";
}
