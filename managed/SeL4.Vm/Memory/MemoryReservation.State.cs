// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>The state of a reservation's pages.</content>
public unsafe partial class MemoryReservation
{
    /// <summary>What backs the range at this moment.</summary>
    /// <remarks>Maps to <c>vm_get_reservation_info</c>.</remarks>
    public MemoryBacking Backing => (MemoryBacking)Info.backing;

    /// <summary>Bytes that are mapped at this moment.</summary>
    /// <remarks>Maps to <c>vm_get_reservation_info</c>.</remarks>
    public ulong MappedBytes => Info.mapped_bytes;

    /// <summary>Pages that are mapped at this moment.</summary>
    /// <remarks>Maps to <c>vm_get_reservation_info</c>.</remarks>
    public ulong MappedPages => Info.mapped_pages;

    /// <summary>Which pages are being remembered.</summary>
    /// <remarks>Maps to <c>vm_get_reservation_info</c> and <c>vm_set_tracking</c>. Setting it makes all pages clean.</remarks>
    /// <exception cref="GuestMemoryException">Set while the range is not mapped, or to no value of the enumeration.</exception>
    public MemoryTracking Tracking
    {
        get => Info switch
        {
            { accessed_tracking: not 0 } => MemoryTracking.Accessed,
            { dirty_tracking: not 0 } => MemoryTracking.Dirty,
            _ => MemoryTracking.None,
        };
        set => Check(GuestMemoryExtNative.vm_set_tracking(Vm, Native, (vm_tracking_t)value));
    }

    private vm_reservation_info_t Info
    {
        get
        {
            vm_reservation_info_t info;
            Check(GuestMemoryExtNative.vm_get_reservation_info(Vm, Native, &info));
            return info;
        }
    }

    /// <summary>The pages that were touched since tracking began or was last collected, in address order.</summary>
    /// <param name="clear">They become clean, and are tracked anew from before the answer on: a touch from now is in the next one.</param>
    /// <exception cref="GuestMemoryException">The range is not being tracked.</exception>
    /// <remarks>Maps to <c>vm_collect_pages</c>.</remarks>
    public IReadOnlyList<TouchedPage> CollectTouchedPages(bool clear = true)
    {
        var pages = new List<TouchedPage>();
        using NativeCall call = _memory.Machine.Calling();
        GCHandle handle = GCHandle.Alloc(pages);
        try
        {
            nint count = GuestMemoryExtNative.vm_collect_pages(
                Vm, Native, &Visit, (void*)GCHandle.ToIntPtr(handle), NativeBool.Of(clear));
            Check(count < 0 ? -1 : 0);
        }
        finally
        {
            handle.Free();
        }

        return pages;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Visit(vm_t* vm, nuint address, nuint size, uint state, void* cookie)
    {
        try
        {
            var pages = (List<TouchedPage>)GCHandle.FromIntPtr((nint)cookie).Target!;
            pages.Add(new TouchedPage(
                new GuestRange(new GuestAddress(address), size), (state & (uint)vm_page_state_t.VM_PAGE_DIRTY) != 0));
            return 0;
        }
        catch (OutOfMemoryException)
        {
            return 1;
        }
    }
}
