// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>A range of guest memory that <see cref="GuestMemory.ReserveAnonymous(ulong, ulong, MemoryFaultHandler, string?)"/> chooses addresses in.</summary>
/// <remarks>Maps to <c>vm_memory_make_anon</c>. A region stays one for the life of its VM.</remarks>
public sealed class AnonymousRegion
{
    private readonly GuestMemory _memory;

    internal AnonymousRegion(GuestMemory memory, GuestRange range)
    {
        _memory = memory;
        Range = range;
    }

    /// <summary>The range.</summary>
    public GuestRange Range { get; }

    /// <summary>The reservations inside the region, in address order.</summary>
    public IEnumerable<MemoryReservation> Reservations =>
        _memory.Reservations.Where(r => Range.Contains(r.Range)).OrderBy(r => r.Range.Start);

    /// <summary>Bytes of the region that are not reserved, in one piece or several.</summary>
    public ulong FreeBytes => Range.Size - _memory.Map.Where(e => Range.Contains(e.Range)).Aggregate(0ul, (sum, e) => sum + e.Range.Size);

    /// <inheritdoc/>
    public override string ToString() => $"{Range} anonymous";
}
