// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>RAM as spans, with the pages that were looked up lately.</content>
public sealed unsafe partial class GuestMemory
{
    // As many as a few queues and their buffers have.
    private const int KnownPages = 64;

    private readonly KnownPage[] _known = new KnownPage[KnownPages];
    private readonly vm_counters_t* _counters;
    private ulong _unmapsSeen;

    /// <summary>
    /// A range of RAM as a span, if RAM backs it: unlike <see cref="TryGetSpan"/>, none of a device, where an access that is not aligned
    /// ends the program. Writing through it neither marks pages dirty, which <see cref="MarkDirty"/> does, nor cleans the data cache.
    /// </summary>
    /// <param name="range">Less than 2 GiB, inside one reservation.</param>
    /// <param name="span">The memory, valid until the reservation is unmapped or given back.</param>
    /// <returns>All of the range is mapped, and no device backs its reservation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range has 2 GiB or more, which no span can hold.</exception>
    /// <remarks>Maps to <c>vm_guest_ram_pointer</c>. A range in a page that was looked up lately costs no native call.</remarks>
    public bool TryGetRamSpan(GuestRange range, out Span<byte> span)
    {
        if (TryFindKnown(range, out span))
        {
            return true;
        }

        RequireSpanSize(range);
        if (range.IsEmpty)
        {
            return true;
        }

        byte* pointer;
        using (NativeCall call = Machine.Calling())
        {
            pointer = (byte*)GuestMemoryExtNative.vm_guest_ram_pointer(Vm, (nuint)range.Start.Value, (nuint)range.Size);
            call.Rethrow();
        }

        // A frame source may have disposed of the VM.
        ObjectDisposedException.ThrowIf(Machine.IsDisposed, Machine);
        if (pointer == null)
        {
            return false;
        }

        Remember(range.Start.Value, pointer);
        span = new Span<byte>(pointer, (int)range.Size);
        return true;
    }

    private bool TryFindKnown(GuestRange range, out Span<byte> span)
    {
        span = default;
        ObjectDisposedException.ThrowIf(Machine.IsDisposed, Machine);
        ForgetOldPages();
        ulong number = range.Start.Value / PageBytes;
        ulong offset = range.Start.Value % PageBytes;
        KnownPage page = _known[number % KnownPages];
        if (page.Start == null || page.Number != number || range.Size > PageBytes - offset)
        {
            return false;
        }

        span = new Span<byte>(page.Start + offset, (int)range.Size);
        return true;
    }

    // Reservations that wait to be given back are so by the next native call, after which nothing of them may be known.
    private void ForgetOldPages()
    {
        if (_unmapsSeen != _counters->vmm_unmaps || Machine.HasDeferredReleases)
        {
            _unmapsSeen = _counters->vmm_unmaps;
            Array.Clear(_known);
        }
    }

    // Pages have 4 KiB at least: what surrounds a mapped byte is mapped as well.
    private void Remember(ulong address, byte* pointer)
    {
        ForgetOldPages();
        ulong number = address / PageBytes;
        _known[number % KnownPages] = new KnownPage(number, pointer - (address % PageBytes));
    }

    private static void RequireSpanSize(GuestRange range)
    {
        if (range.Size > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(range), range, $"A span holds at most 0x{int.MaxValue:x} bytes.");
        }
    }

    private readonly struct KnownPage(ulong number, byte* start)
    {
        public readonly ulong Number = number;
        public readonly byte* Start = start;
    }
}
