// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Internal;

namespace SeL4.Vm;

/// <summary>A reservation of one page that the guest and the VMM both have mapped.</summary>
public sealed unsafe class SharedFrame : MemoryReservation
{
    private const int Bytes = 4096;
    private void* _memory;

    internal SharedFrame(GuestMemory memory, FaultHandler? handler, string? name)
        : base(memory, handler, name)
    {
    }

    /// <summary>The page's content, 4 KiB. The span is valid until the reservation is unmapped or given back.</summary>
    /// <exception cref="ObjectDisposedException">The reservation or its VM has been given back.</exception>
    public Span<byte> Content
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return Backing == MemoryBacking.Mapped
                ? new Span<byte>(_memory, Bytes)
                : throw new InvalidOperationException($"{this} has been unmapped.");
        }
    }

    internal void Attach(Interop.vm_memory_reservation_t* native, void* memory)
    {
        Attach(native);
        _memory = memory;
    }
}
