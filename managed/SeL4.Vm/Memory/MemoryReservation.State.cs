// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
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
        var touched = new TouchedPages();
        using NativeCall call = _memory.Machine.Calling();
        GCHandle handle = GCHandle.Alloc(touched);
        try
        {
            nint count = GuestMemoryExtNative.vm_collect_pages(
                Vm, Native, &Visit, (void*)GCHandle.ToIntPtr(handle), NativeBool.Of(clear));
            touched.Exception?.Throw();
            Check(count < 0 ? -1 : 0);
        }
        finally
        {
            handle.Free();
        }

        return touched.Pages;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Visit(vm_t* vm, nuint address, nuint size, uint state, void* cookie)
    {
        var page = new TouchedPage(
            new GuestRange(new GuestAddress(address), size), (state & (uint)vm_page_state_t.VM_PAGE_DIRTY) != 0);
        var touched = (TouchedPages)GCHandle.FromIntPtr((nint)cookie).Target!;
        return NativeBoundary.Enter<VisitCallback, bool>(new(touched, page)) ? 0 : 1;
    }

    private sealed class TouchedPages
    {
        public List<TouchedPage> Pages { get; } = [];

        public ExceptionDispatchInfo? Exception { get; set; }
    }

    // A list that cannot grow throws, and a list without its end would lose pages of the guest.
    private readonly struct VisitCallback(TouchedPages touched, TouchedPage page) : INativeCallback<bool>
    {
        public bool Invoke()
        {
            touched.Pages.Add(page);
            return true;
        }

        public bool Fail(Exception exception)
        {
            touched.Exception = ExceptionDispatchInfo.Capture(exception);
            return false;
        }
    }
}
