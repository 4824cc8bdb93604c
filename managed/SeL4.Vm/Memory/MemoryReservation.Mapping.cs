// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>What backs a reservation.</content>
public unsafe partial class MemoryReservation
{
    /// <summary>Backs the range with fresh zeroed RAM.</summary>
    /// <param name="rights">What the guest may do with it.</param>
    /// <param name="largestPage">The largest page to use; smaller ones are used where it does not fit.</param>
    /// <exception cref="GuestMemoryException">Memory is exhausted, or the range is backed; nothing is mapped.</exception>
    /// <remarks>Maps to <c>vm_map_reservation_ram</c>.</remarks>
    public void MapRam(MemoryRights rights = MemoryRights.ReadWrite, PageSize largestPage = PageSize.Page1GiB)
    {
        nuint bits = (nuint)largestPage.Checked();
        Check(GuestMemoryExtNative.vm_map_reservation_ram(Vm, Native, NativeRights.Of(rights), bits));
    }

    /// <summary>Backs the range with fresh zeroed RAM, with all rights and in the largest pages that fit.</summary>
    /// <exception cref="GuestMemoryException">Memory is exhausted, or the range is backed; nothing is mapped.</exception>
    /// <remarks>Maps to <c>map_frame_alloc_reservation</c>.</remarks>
    public void MapFreshFrames() => Check(GuestMemoryUtilNative.map_frame_alloc_reservation(Vm, Native));

    /// <summary>Backs the range with the physical memory of the same addresses.</summary>
    /// <exception cref="GuestMemoryException">That memory is not free; nothing is mapped.</exception>
    /// <remarks>Maps to <c>map_ut_alloc_reservation</c>.</remarks>
    public void MapIdentity() => Check(GuestMemoryUtilNative.map_ut_alloc_reservation(Vm, Native));

    /// <summary>Backs the range with the physical memory that starts at an address, RAM or a device's registers.</summary>
    /// <param name="physicalAddress">A multiple of 4 KiB.</param>
    /// <exception cref="GuestMemoryException">That memory is not free; nothing is mapped.</exception>
    /// <remarks>Maps to <c>map_ut_alloc_reservation_with_base_paddr</c>.</remarks>
    public void MapPhysical(ulong physicalAddress) =>
        Check(GuestMemoryUtilNative.map_ut_alloc_reservation_with_base_paddr(Vm, (nuint)physicalAddress, Native));

    /// <summary>Backs the range with the device of the same addresses where there is one, otherwise with RAM.</summary>
    /// <exception cref="GuestMemoryException">Neither is to be had; nothing is mapped.</exception>
    /// <remarks>Maps to <c>map_maybe_device_reservation</c>.</remarks>
    public void MapDeviceOrRam() => Check(GuestMemoryUtilNative.map_maybe_device_reservation(Vm, Native));

    /// <summary>Backs the range with the program's own frames. Their sizes may be mixed.</summary>
    /// <param name="source">Asked for one frame after the other in address order. What it throws comes out of this call.</param>
    /// <exception cref="GuestMemoryException">The frames do not fill the range exactly, or one cannot be mapped; nothing is mapped.</exception>
    /// <remarks>Maps to <c>vm_map_reservation</c>.</remarks>
    public void Map(FrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using NativeCall native = _memory.Machine.Calling();
        using var call = new FrameSourceCall(source);
        int result = GuestMemoryNative.vm_map_reservation(Vm, Native, FrameSourceCall.Iterator, call.Cookie);
        call.Rethrow();
        Check(result);
        _frames = call.TakeFrames();
    }

    /// <summary>Backs the range with the program's own frames of one size, with all rights.</summary>
    /// <param name="frames">Capability pointers in address order. They stay their owner's; see <see cref="OwnedFrame"/>.</param>
    /// <param name="size">Size of each.</param>
    /// <exception cref="GuestMemoryException">The frames do not fill the range exactly, or one cannot be mapped; nothing is mapped.</exception>
    /// <remarks>Maps to <c>vm_map_reservation_frames</c>.</remarks>
    public void MapFrames(ReadOnlySpan<ulong> frames, PageSize size)
    {
        nuint bits = (nuint)size.Checked();
        fixed (ulong* first = frames)
        {
            ulong none;
            Check(GuestMemoryNative.vm_map_reservation_frames(
                Vm, Native, first == null ? &none : first, (nuint)frames.Length, bits));
        }

        _frames = new HeldFrames();
        for (int i = 0; i < frames.Length; i++)
        {
            _frames.Hold((ulong)i, frames[i]);
        }
    }

    /// <summary>Backs the range page by page with zeroed RAM, each page when the guest first touches it.</summary>
    /// <param name="page">Size of the pages; the range must be aligned to it at both ends.</param>
    /// <exception cref="GuestMemoryException">The range is backed or not aligned.</exception>
    /// <remarks>Maps to <c>vm_map_reservation_deferred</c>. A page that cannot be had leaves the access to the handler.</remarks>
    public void MapDeferred(PageSize page = PageSize.Page4KiB)
    {
        nuint bits = (nuint)page.Checked();
        Check(GuestMemoryExtNative.vm_map_reservation_deferred(Vm, Native, null, null, bits));
    }

    /// <summary>Backs the range page by page with the program's own frames, each when the guest first touches it.</summary>
    /// <param name="source">
    /// Asked for a frame of <paramref name="page"/> size, where a call of the VMM touches the page first inside that call. What it
    /// throws inside <see cref="VirtualMachine.Run"/> stops the VM and comes out of there; what it throws elsewhere comes out of the call.
    /// </param>
    /// <param name="page">Size of the pages; the range must be aligned to it at both ends.</param>
    /// <exception cref="GuestMemoryException">The range is backed or not aligned.</exception>
    /// <remarks>Maps to <c>vm_map_reservation_deferred</c>.</remarks>
    public void MapDeferred(FrameSource source, PageSize page = PageSize.Page4KiB)
    {
        ArgumentNullException.ThrowIfNull(source);
        nuint bits = (nuint)page.Checked();
        var call = new FrameSourceCall(source, _memory.Machine);
        int result;
        try
        {
            result = GuestMemoryExtNative.vm_map_reservation_deferred(Vm, Native, FrameSourceCall.Iterator, call.Cookie, bits);
        }
        catch
        {
            call.Dispose();
            throw;
        }

        if (result != 0)
        {
            call.Dispose();
        }

        Check(result);
        _deferredSource = call;
    }

    /// <summary>Takes the backing away; every access comes to the handler again. Spans of it are invalid from now on.</summary>
    /// <exception cref="GuestMemoryException">The range is not backed.</exception>
    /// <remarks>Maps to <c>vm_unmap_reservation</c>.</remarks>
    public void Unmap()
    {
        Check(GuestMemoryExtNative.vm_unmap_reservation(Vm, Native));
        LetGoOfFrames();
    }

    /// <summary>Changes what the guest may do with all of the range. The VMM's own access does not change.</summary>
    /// <param name="rights">None, read, or read and write.</param>
    /// <exception cref="GuestMemoryException">The range is not backed.</exception>
    /// <remarks>Maps to <c>vm_set_reservation_rights</c>.</remarks>
    public void SetRights(MemoryRights rights) => SetRights(Range, rights);

    /// <summary>Changes what the guest may do with part of the range. The VMM's own access does not change.</summary>
    /// <param name="part">Whole pages.</param>
    /// <param name="rights">None, read, or read and write.</param>
    /// <exception cref="GuestMemoryException">The part is not backed, or not made of whole pages.</exception>
    /// <remarks>Maps to <c>vm_set_reservation_rights</c>.</remarks>
    public void SetRights(GuestRange part, MemoryRights rights) => Check(GuestMemoryExtNative.vm_set_reservation_rights(
        Vm, Native, (nuint)part.Start.Value, (nuint)part.Size, NativeRights.Of(rights)), part);

    private void Check(int result) => Check(result, Range);

    private void Check(int result, GuestRange range)
    {
        if (result != 0)
        {
            throw new GuestMemoryException(NativeErrors.Last(Vm), range);
        }
    }
}
