// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>A reservation of one page that the guest and the VMM both have mapped.</summary>
public sealed class SharedFrame : MemoryReservation
{
    internal SharedFrame(GuestMemory memory, MemoryFaultHandler? handler, string? name)
        : base(memory, handler, name)
    {
    }

    /// <summary>
    /// The page's content, 4 KiB: of what backs it now, which is other memory when it was unmapped and mapped again. The span
    /// is valid until the reservation is unmapped or given back.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The reservation or its VM has been given back.</exception>
    /// <exception cref="InvalidOperationException">The page has been unmapped.</exception>
    /// <exception cref="GuestMemoryException">The page has been mapped again, and the VMM cannot have it mapped as well.</exception>
    /// <remarks>Maps to <c>vm_guest_pointer</c>.</remarks>
    public Span<byte> Content => Backing == MemoryBacking.None
        ? throw new InvalidOperationException($"{this} has been unmapped.")
        : Memory.GetSpan(Range);
}
