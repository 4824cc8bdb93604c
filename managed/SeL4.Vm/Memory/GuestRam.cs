// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A guest's RAM: memory that is mapped with all rights and that the VMM can reach. Registered ranges can be handed out
/// piece by piece. Regions of equal state that touch each other merge. What is registered stays until it is unregistered, or
/// the VM is disposed of.
/// </summary>
/// <remarks>
/// Maps to <c>guest_ram.h</c>. Once the VM has been taken apart, members throw <see cref="ObjectDisposedException"/>; of
/// <see langword="null"/> for a frame source or a visitor, <see cref="ArgumentNullException"/>.
/// </remarks>
public sealed unsafe class GuestRam
{
    private readonly VirtualMachine _machine;
    private readonly Dictionary<GuestAddress, HeldFrames> _frames = [];

    internal GuestRam(VirtualMachine machine)
    {
        _machine = machine;
        Regions = new RegionList(this);
    }

    /// <summary>The registered regions in address order: a view, which changes with them. Copy it (<c>[.. ram.Regions]</c>) to keep a state.</summary>
    /// <remarks>Maps to <c>vm_ram_region_count</c> and <c>vm_ram_get_region</c>.</remarks>
    public IReadOnlyList<GuestRamRegion> Regions { get; }

    /// <summary>
    /// What the VMM copies to the guest (<see cref="Write"/>, <see cref="GuestMemory.Write(GuestAddress, ReadOnlySpan{byte})"/>,
    /// streams) is cleaned from the data cache to memory, where a guest finds it that has its caches off, and is fit to be
    /// executed. On at first.
    /// </summary>
    /// <remarks>Maps to <c>clean_cache</c> of <c>vm_mem_t</c>.</remarks>
    public bool CleansCache
    {
        get;
        set
        {
            ShimVmNative.shim_vm_set_clean_cache(Vm, NativeBool.Of(value));
            field = value;
        }
    }
    = true;

    private vm_t* Vm => _machine.Native;

    /// <summary>Registers fresh RAM at an address of the library's choice, inside the anonymous regions.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <exception cref="GuestMemoryException">Nothing fits, or memory is exhausted.</exception>
    /// <remarks>Maps to <c>vm_ram_register</c>.</remarks>
    public GuestRange Register(ulong size)
    {
        nuint address = GuestRamNative.vm_ram_register(Vm, (nuint)size);
        return address != 0
            ? new GuestRange(new GuestAddress(address), size)
            : throw Failed(new GuestRange(GuestAddress.Zero, size));
    }

    /// <summary>Registers fresh RAM.</summary>
    /// <param name="range">Whole pages of 4 KiB.</param>
    /// <param name="isIdentity">Back it with the physical memory of the same addresses, which devices can address; otherwise any, in the largest pages that fit.</param>
    /// <exception cref="GuestMemoryException">The range is not acceptable or taken, or memory is exhausted.</exception>
    /// <remarks>Maps to <c>vm_ram_register_at</c>.</remarks>
    public void RegisterAt(GuestRange range, bool isIdentity = false) => Check(
        GuestRamNative.vm_ram_register_at(Vm, (nuint)range.Start.Value, (nuint)range.Size, NativeBool.Of(isIdentity)), range);

    /// <summary>Registers RAM made of the program's own frames.</summary>
    /// <param name="range">Whole pages of 4 KiB.</param>
    /// <param name="source">Asked for one frame after the other in address order. What it throws comes out of this call.</param>
    /// <exception cref="GuestMemoryException">The range is not acceptable or taken, or the frames do not fit.</exception>
    /// <remarks>Maps to <c>vm_ram_register_at_custom_iterator</c>.</remarks>
    public void RegisterAt(GuestRange range, FrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using NativeCall native = _machine.Calling();
        using var call = new FrameSourceCall(source);
        int result = GuestRamNative.vm_ram_register_at_custom_iterator(
            Vm, (nuint)range.Start.Value, (nuint)range.Size, FrameSourceCall.Iterator, call.Cookie);
        call.Rethrow();
        Check(result, range);
        _frames.Add(range.Start, call.TakeFrames());
    }

    /// <summary>Takes RAM away from the guest and gives its memory back.</summary>
    /// <param name="start">An address that was registered; none of the registration is allocated.</param>
    /// <exception cref="GuestMemoryException">Nothing was registered there, part of it is allocated, or it is being walked over.</exception>
    /// <remarks>Maps to <c>vm_ram_unregister</c>.</remarks>
    public void Unregister(GuestAddress start)
    {
        Check(GuestRamExtNative.vm_ram_unregister(Vm, (nuint)start.Value), new GuestRange(start, 0));
        if (_frames.Remove(start, out HeldFrames? frames))
        {
            frames.Dispose();
        }
    }

    /// <summary>Allocates registered RAM, lowest address first.</summary>
    /// <param name="size">Bytes; rounded up to pages of 4 KiB.</param>
    /// <exception cref="GuestMemoryException">Nothing fits.</exception>
    /// <remarks>Maps to <c>vm_ram_allocate</c>.</remarks>
    public GuestRange Allocate(ulong size) =>
        TryAllocate(size, out GuestRange range) ? range : throw Failed(new GuestRange(GuestAddress.Zero, size));

    /// <summary>Allocates registered RAM, lowest address first, if there is enough.</summary>
    /// <param name="size">Bytes; rounded up to pages of 4 KiB.</param>
    /// <param name="range">The whole pages that were allocated.</param>
    /// <returns>RAM was allocated.</returns>
    /// <remarks>Maps to <c>vm_ram_allocate</c>.</remarks>
    public bool TryAllocate(ulong size, out GuestRange range)
    {
        nuint address = GuestRamNative.vm_ram_allocate(Vm, (nuint)size);
        range = address == 0
            ? default
            : new GuestRange(new GuestAddress(address), (size + GuestMemory.PageBytes - 1) & ~(GuestMemory.PageBytes - 1));
        return address != 0;
    }

    /// <summary>Marks registered RAM as allocated.</summary>
    /// <param name="range">Whole pages.</param>
    /// <exception cref="GuestMemoryException">Part of the range is not registered; nothing is changed.</exception>
    /// <remarks>Maps to <c>vm_ram_mark_allocated</c>.</remarks>
    public void MarkAllocated(GuestRange range)
    {
        GuestErrorExtNative.vm_clear_error(Vm);
        GuestRamNative.vm_ram_mark_allocated(Vm, (nuint)range.Start.Value, (nuint)range.Size);
        CheckRecord(range);
    }

    /// <summary>Gives allocated RAM back: it stays registered and mapped, and may be allocated again.</summary>
    /// <param name="range">Whole pages, all of them allocated.</param>
    /// <exception cref="GuestMemoryException">Part of the range is not allocated; nothing is changed.</exception>
    /// <remarks>Maps to <c>vm_ram_free</c>.</remarks>
    public void Free(GuestRange range)
    {
        GuestErrorExtNative.vm_clear_error(Vm);
        GuestRamNative.vm_ram_free(Vm, (nuint)range.Start.Value, (nuint)range.Size);
        CheckRecord(range);
    }

    /// <summary>The largest registered region that is not allocated, if there is one.</summary>
    /// <param name="range">The region.</param>
    /// <returns>There is one.</returns>
    /// <remarks>Maps to <c>vm_ram_find_largest_free_region</c>.</remarks>
    public bool TryFindLargestFree(out GuestRange range)
    {
        nuint address;
        nuint size;
        bool found = GuestRamNative.vm_ram_find_largest_free_region(Vm, &address, &size) == 0;
        range = found ? new GuestRange(new GuestAddress(address), size) : default;
        return found;
    }

    /// <summary>Copies from registered RAM.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not registered RAM; nothing is copied.</exception>
    /// <remarks>Maps to <c>vm_ram_touch</c> with <c>vm_guest_ram_read_callback</c>.</remarks>
    public void Read(GuestAddress address, Span<byte> destination)
    {
        if (!TryRead(address, destination))
        {
            throw Failed(GuestRange.Cut(address, (ulong)destination.Length));
        }
    }

    /// <summary>Copies from registered RAM, if all of the range is.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <returns>The range is registered RAM; otherwise nothing is copied.</returns>
    /// <remarks>Maps to <c>vm_ram_touch</c> with <c>vm_guest_ram_read_callback</c>.</remarks>
    public bool TryRead(GuestAddress address, Span<byte> destination)
    {
        byte none;
        fixed (byte* buffer = destination)
        {
            return ShimMemoryNative.shim_ram_read(
                Vm, (nuint)address.Value, buffer == null ? &none : buffer, (nuint)destination.Length) == 0;
        }
    }

    /// <summary>Copies to registered RAM; see <see cref="CleansCache"/>.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not registered RAM, and nothing is copied; or the kernel refuses
    /// to clean the cache.</exception>
    /// <remarks>Maps to <c>vm_ram_touch</c> with <c>vm_guest_ram_write_callback</c>.</remarks>
    public void Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        if (!TryWrite(address, source))
        {
            throw Failed(GuestRange.Cut(address, (ulong)source.Length));
        }
    }

    /// <summary>Copies to registered RAM, if all of the range is; see <see cref="CleansCache"/>.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>The range is registered RAM; otherwise nothing is copied.</returns>
    /// <remarks>Maps to <c>vm_ram_touch</c> with <c>vm_guest_ram_write_callback</c>.</remarks>
    public bool TryWrite(GuestAddress address, ReadOnlySpan<byte> source)
    {
        byte none;
        fixed (byte* buffer = source)
        {
            return ShimMemoryNative.shim_ram_write(
                Vm, (nuint)address.Value, buffer == null ? &none : buffer, (nuint)source.Length) == 0;
        }
    }

    /// <summary>Walks over a range, one piece that never crosses 4 KiB after the other.</summary>
    /// <param name="range">Any range of registered RAM; empty, nothing is called.</param>
    /// <param name="visitor">
    /// Called for each piece in address order. What it throws ends the walk and comes out of this call. It may use the VM, but not
    /// unregister RAM; the VM is taken apart after the walk when it is disposed of here.
    /// </param>
    /// <returns>The walk reached the end; otherwise the visitor ended it.</returns>
    /// <exception cref="GuestMemoryException">A byte of the range is not registered RAM; nothing is visited.</exception>
    /// <remarks>Maps to <c>vm_ram_touch</c>.</remarks>
    public bool Touch(GuestRange range, GuestRamVisitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        using NativeCall call = _machine.Calling();
        var walk = new Walk(visitor);
        GCHandle handle = GCHandle.Alloc(walk);
        try
        {
            int result = GuestRamNative.vm_ram_touch(
                Vm, (nuint)range.Start.Value, (nuint)range.Size, &OnPiece, (void*)GCHandle.ToIntPtr(handle));
            walk.Exception?.Throw();
            Check(walk.Ended ? 0 : result, range);
            return !walk.Ended;
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>The VM is gone, and everything native with it.</summary>
    internal void Detach()
    {
        foreach (HeldFrames frames in _frames.Values)
        {
            frames.Dispose();
        }

        _frames.Clear();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnPiece(vm_t* vm, nuint address, void* memory, nuint size, nuint offset, void* cookie)
    {
        var walk = (Walk)GCHandle.FromIntPtr((nint)cookie).Target!;
        walk.Ended = !NativeBoundary.Enter<PieceCallback, bool>(new(walk, address, memory, size, offset));
        return walk.Ended ? 1 : 0;
    }

    private GuestMemoryException Failed(GuestRange range) => new(NativeErrors.Last(Vm), range);

    private void Check(int result, GuestRange range)
    {
        if (result != 0)
        {
            throw Failed(range);
        }
    }

    // vm_ram_free() and vm_ram_mark_allocated() answer nothing and record a failure.
    private void CheckRecord(GuestRange range)
    {
        if (NativeErrors.LastCode(Vm) != VmErrorCode.None)
        {
            throw Failed(range);
        }
    }

    private sealed class RegionList(GuestRam ram) : IReadOnlyList<GuestRamRegion>
    {
        public int Count => (int)GuestRamExtNative.vm_ram_region_count(ram.Vm);

        public GuestRamRegion this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfNegative(index);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
                vm_ram_region_t region;
                ram.Check(GuestRamExtNative.vm_ram_get_region(ram.Vm, (nuint)index, &region), default);
                return new GuestRamRegion(new GuestRange(new GuestAddress(region.start), region.size), region.allocated != 0);
            }
        }

        // The count is looked at each time: what is unregistered meanwhile ends the walk earlier.
        public IEnumerator<GuestRamRegion> GetEnumerator()
        {
            for (int i = 0; i < Count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Walk(GuestRamVisitor visitor)
    {
        public GuestRamVisitor Visitor { get; } = visitor;

        public ExceptionDispatchInfo? Exception { get; set; }

        public bool Ended { get; set; }
    }

    private readonly struct PieceCallback(Walk walk, ulong address, void* memory, nuint size, ulong offset) : INativeCallback<bool>
    {
        public bool Invoke() => walk.Visitor(new GuestAddress(address), new Span<byte>(memory, (int)size), offset);

        public bool Fail(Exception exception)
        {
            walk.Exception = ExceptionDispatchInfo.Capture(exception);
            return false;
        }
    }
}

/// <summary>A region of guest RAM.</summary>
/// <param name="Range">Where it is.</param>
/// <param name="IsAllocated">It is allocated.</param>
/// <remarks>Maps to <c>vm_ram_region_t</c>.</remarks>
public readonly record struct GuestRamRegion(GuestRange Range, bool IsAllocated);
