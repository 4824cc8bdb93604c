// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A guest's physical address space: who owns which range, what backs it, and access to what is backed.
/// Calls for one VM come from one thread at a time.
/// </summary>
/// <remarks>
/// Maps to <c>guest_memory.h</c>, <c>guest_memory_ext.h</c> and <c>guest_memory_util.h</c>. Once the VM has been taken apart, what asks the
/// library throws <see cref="ObjectDisposedException"/>, the <c>Try</c> forms too; of <see langword="null"/> for a handler,
/// <see cref="ArgumentNullException"/>.
/// </remarks>
public sealed unsafe partial class GuestMemory
{
    /// <summary>Smallest unit of guest memory, in bytes.</summary>
    public const ulong PageBytes = 4096;

    private readonly Dictionary<nint, MemoryReservation> _reservations = [];
    private readonly List<AnonymousRegion> _anonymousRegions = [];

    internal GuestMemory(VirtualMachine machine) => Machine = machine;

    /// <summary>The VM.</summary>
    public VirtualMachine Machine { get; }

    /// <summary>The reservations that the program has made and not given back, in no order.</summary>
    public IReadOnlyCollection<MemoryReservation> Reservations => _reservations.Values;

    /// <summary>The regions made by <see cref="MakeAnonymous"/>.</summary>
    public IReadOnlyList<AnonymousRegion> AnonymousRegions => _anonymousRegions;

    /// <summary>All reservations as they are now, in address order, with those that the library made for RAM and devices.</summary>
    /// <remarks>Maps to <c>vm_reservation_count</c>, <c>vm_first_reservation</c>, <c>vm_next_reservation</c> and <c>vm_get_reservation_info</c>.</remarks>
    public GuestMemoryMap Map
    {
        get
        {
            var entries = new List<GuestMemoryMapEntry>((int)GuestMemoryExtNative.vm_reservation_count(Vm));
            for (vm_memory_reservation_t* at = GuestMemoryExtNative.vm_first_reservation(Vm); at != null;
                at = GuestMemoryExtNative.vm_next_reservation(Vm, at))
            {
                vm_reservation_info_t info;
                if (GuestMemoryExtNative.vm_get_reservation_info(Vm, at, &info) == 0)
                {
                    entries.Add(new GuestMemoryMapEntry(info, _reservations.GetValueOrDefault((nint)at)));
                }
            }

            return new GuestMemoryMap(Machine.Name, entries);
        }
    }

    internal vm_t* Vm => Machine.Native;

    /// <summary>Reserves a range for memory that will be mapped: an access that still faults stops the VM.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">The range is not acceptable or overlaps another.</exception>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c> with <c>default_error_fault_callback</c>.</remarks>
    public MemoryReservation Reserve(GuestRange range, string? name = null) => ReserveAt(range, new MemoryReservation(this, null, name));

    /// <summary>Reserves a range whose accesses come to a handler.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="handler">Answers the accesses; kept alive by the reservation.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">The range is not acceptable or overlaps another.</exception>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>.</remarks>
    public MemoryReservation Reserve(GuestRange range, MemoryFaultHandler handler, string? name = null) =>
        ReserveAt(range, new MemoryReservation(this, ByDelegate(handler), name));

    /// <summary>Reserves a range whose accesses come to a handler that is known at compile time.</summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <typeparam name="TState">What it works on.</typeparam>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="state">Handed to each call.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">The range is not acceptable or overlaps another.</exception>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>.</remarks>
    public MemoryReservation Reserve<THandler, TState>(GuestRange range, TState state, string? name = null)
        where THandler : IMemoryFaultHandler<TState> =>
        ReserveAt(range, new MemoryReservation(this, new StaticFaultHandler<THandler, TState>(state), name));

    /// <summary>Reserves a range for memory that will be mapped, if the range is acceptable and free.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The range has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c> with <c>default_error_fault_callback</c>.</remarks>
    public bool TryReserve(GuestRange range, [NotNullWhen(true)] out MemoryReservation? reservation, string? name = null) =>
        TryReserveAt(range, new MemoryReservation(this, null, name), out reservation);

    /// <summary>Reserves a range whose accesses come to a handler, if the range is acceptable and free.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="handler">Answers the accesses.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The range has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>.</remarks>
    public bool TryReserve(
        GuestRange range, MemoryFaultHandler handler, [NotNullWhen(true)] out MemoryReservation? reservation, string? name = null) =>
        TryReserveAt(range, new MemoryReservation(this, ByDelegate(handler), name), out reservation);

    /// <summary>Reserves a range whose accesses come to a handler that is known at compile time, if the range is acceptable and free.</summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <typeparam name="TState">What it works on.</typeparam>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="state">Handed to each call.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The range has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>.</remarks>
    public bool TryReserve<THandler, TState>(
        GuestRange range, TState state, [NotNullWhen(true)] out MemoryReservation? reservation, string? name = null)
        where THandler : IMemoryFaultHandler<TState> =>
        TryReserveAt(range, new MemoryReservation(this, new StaticFaultHandler<THandler, TState>(state), name), out reservation);

    /// <summary>Sets a range aside for reservations whose address the library chooses.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty; nothing in it is reserved.</param>
    /// <exception cref="GuestMemoryException">The range is not acceptable or overlaps another.</exception>
    /// <remarks>Maps to <c>vm_memory_make_anon</c>.</remarks>
    public AnonymousRegion MakeAnonymous(GuestRange range)
    {
        Check(GuestMemoryNative.vm_memory_make_anon(Vm, (nuint)range.Start.Value, (nuint)range.Size), range);
        var region = new AnonymousRegion(this, range);
        _anonymousRegions.Add(region);
        return region;
    }

    /// <summary>Reserves memory at the lowest address that fits, inside the anonymous regions, to be mapped with all rights.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">Nothing fits.</exception>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c> with <c>default_error_fault_callback</c>.</remarks>
    public MemoryReservation ReserveAnonymous(ulong size, ulong alignment = PageBytes, string? name = null) =>
        ReserveAnonymously(size, alignment, new MemoryReservation(this, null, name) { IsAnonymous = true });

    /// <summary>Reserves memory at the lowest address that fits, inside the anonymous regions.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="handler">Answers the accesses; kept alive by the reservation.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">Nothing fits.</exception>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c>.</remarks>
    public MemoryReservation ReserveAnonymous(ulong size, ulong alignment, MemoryFaultHandler handler, string? name = null) =>
        ReserveAnonymously(size, alignment, new MemoryReservation(this, ByDelegate(handler), name) { IsAnonymous = true });

    /// <summary>Reserves memory at the lowest address that fits, with a handler that is known at compile time.</summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <typeparam name="TState">What it works on.</typeparam>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="state">Handed to each call.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">Nothing fits.</exception>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c>.</remarks>
    public MemoryReservation ReserveAnonymous<THandler, TState>(ulong size, ulong alignment, TState state, string? name = null)
        where THandler : IMemoryFaultHandler<TState> =>
        ReserveAnonymously(
            size, alignment, new MemoryReservation(this, new StaticFaultHandler<THandler, TState>(state), name) { IsAnonymous = true });

    /// <summary>Reserves memory at the lowest address that fits, inside the anonymous regions, if there is one.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The memory has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c> with <c>default_error_fault_callback</c>.</remarks>
    public bool TryReserveAnonymous(
        ulong size, ulong alignment, [NotNullWhen(true)] out MemoryReservation? reservation, string? name = null) =>
        TryReserveAnonymously(size, alignment, new MemoryReservation(this, null, name) { IsAnonymous = true }, out reservation);

    /// <summary>Reserves memory whose accesses come to a handler at the lowest address that fits, inside the anonymous regions, if there is one.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="handler">Answers the accesses; kept alive by the reservation.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The memory has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c>.</remarks>
    public bool TryReserveAnonymous(
        ulong size,
        ulong alignment,
        MemoryFaultHandler handler,
        [NotNullWhen(true)] out MemoryReservation? reservation,
        string? name = null) =>
        TryReserveAnonymously(size, alignment, new MemoryReservation(this, ByDelegate(handler), name) { IsAnonymous = true }, out reservation);

    /// <summary>Reserves memory with a handler that is known at compile time at the lowest address that fits, if there is one.</summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <typeparam name="TState">What it works on.</typeparam>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="state">Handed to each call.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The memory has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c>.</remarks>
    public bool TryReserveAnonymous<THandler, TState>(
        ulong size, ulong alignment, TState state, [NotNullWhen(true)] out MemoryReservation? reservation, string? name = null)
        where THandler : IMemoryFaultHandler<TState> => TryReserveAnonymously(
            size, alignment, new MemoryReservation(this, new StaticFaultHandler<THandler, TState>(state), name) { IsAnonymous = true }, out reservation);

    /// <summary>Reserves one page, backs it with a fresh zeroed frame, and maps that frame into the VMM as well.</summary>
    /// <param name="address">A multiple of 4 KiB.</param>
    /// <param name="rights">The guest's rights: with <see cref="MemoryRights.Read"/> alone, its writes come to the handler.</param>
    /// <param name="handler">Answers accesses that the rights forbid; without one they stop the VM.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation with its frame, for the caller to dispose of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rights.</exception>
    /// <exception cref="GuestMemoryException">The address is not acceptable or taken, or memory is exhausted.</exception>
    /// <remarks>Maps to <c>create_allocated_reservation_frame</c>.</remarks>
    public SharedFrame CreateSharedFrame(
        GuestAddress address, MemoryRights rights = MemoryRights.ReadWrite, MemoryFaultHandler? handler = null, string? name = null)
    {
        seL4_CapRights_t native = NativeRights.Of(rights);
        var frame = new SharedFrame(this, handler is null ? null : ByDelegate(handler), name);
        return AttachFrame(frame, address, GuestMemoryUtilNative.create_allocated_reservation_frame(
            VmToReserve(), (nuint)address.Value, native, Callback(frame), frame.Cookie));
    }

    /// <summary>Reserves one page and backs it with the device at the same physical address, mapped into the VMM as well.</summary>
    /// <param name="address">A multiple of 4 KiB.</param>
    /// <param name="rights">The guest's rights.</param>
    /// <param name="handler">Answers accesses that the rights forbid; without one they stop the VM.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation with its frame, for the caller to dispose of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rights.</exception>
    /// <exception cref="GuestMemoryException">The address is not acceptable or taken, or no free device is there.</exception>
    /// <remarks>Maps to <c>create_device_reservation_frame</c>.</remarks>
    public SharedFrame CreateDeviceFrame(
        GuestAddress address, MemoryRights rights = MemoryRights.ReadWrite, MemoryFaultHandler? handler = null, string? name = null)
    {
        seL4_CapRights_t native = NativeRights.Of(rights);
        var frame = new SharedFrame(this, handler is null ? null : ByDelegate(handler), name);
        return AttachFrame(frame, address, GuestMemoryUtilNative.create_device_reservation_frame(
            VmToReserve(), (nuint)address.Value, native, Callback(frame), frame.Cookie));
    }

    /// <summary>The reservation of the program that contains an address, or <see langword="null"/>.</summary>
    /// <remarks>Maps to <c>vm_find_reservation</c>.</remarks>
    public MemoryReservation? Find(GuestAddress address) =>
        _reservations.GetValueOrDefault((nint)GuestMemoryExtNative.vm_find_reservation(Vm, (nuint)address.Value));

    /// <summary>The physical address behind a range that is backed by contiguous physical memory.</summary>
    /// <param name="range">The range, not empty.</param>
    /// <param name="physicalAddress">The address of its first byte.</param>
    /// <returns>The range is backed, and contiguous.</returns>
    /// <remarks>Maps to <c>vm_arm_ipa_to_pa</c>.</remarks>
    public bool TryGetPhysicalAddress(GuestRange range, out ulong physicalAddress)
    {
        physicalAddress = GuestMemoryArchNative.vm_arm_ipa_to_pa(Vm, (nuint)range.Start.Value, (nuint)range.Size);
        return physicalAddress != 0;
    }

    /// <summary>The memory map as a table.</summary>
    public override string ToString() => Map.ToString();

    /// <summary>What contains an address: a reservation of the program or the library, and a word for what backs it. Nothing is allocated.</summary>
    internal MemoryReservation? Find(GuestAddress address, out GuestRange range, out string? kind)
    {
        range = default;
        kind = null;
        vm_memory_reservation_t* native = GuestMemoryExtNative.vm_find_reservation(Vm, (nuint)address.Value);
        vm_reservation_info_t info;
        if (native == null || GuestMemoryExtNative.vm_get_reservation_info(Vm, native, &info) != 0)
        {
            return null;
        }

        range = new GuestRange(new GuestAddress(info.address), info.size);
        kind = GuestMemoryMapEntry.KindOf((MemoryBacking)info.backing, info.library_owned != 0);
        return _reservations.GetValueOrDefault((nint)native);
    }

    internal void Forget(nint native) => _reservations.Remove(native);

    /// <summary>The VM is gone, and everything native with it.</summary>
    internal void DetachAll()
    {
        foreach (MemoryReservation reservation in _reservations.Values)
        {
            reservation.Detach();
        }

        _reservations.Clear();
    }

    private static delegate* unmanaged[Cdecl]<vm_t*, vm_vcpu_t*, nuint, nuint, void*, memory_fault_result_t> Callback(
        MemoryReservation reservation) =>
        reservation.Handler is null ? ShimMemoryNative.shim_error_fault_callback() : NativeCallbacks.MemoryFault;

    private static DelegateFaultHandler ByDelegate(MemoryFaultHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new DelegateFaultHandler(handler);
    }

    // The VM, with what was given back in the meantime free to be reserved.
    private vm_t* VmToReserve()
    {
        vm_t* vm = Vm;
        Machine.ReleaseDeferred();
        return vm;
    }

    private MemoryReservation ReserveAt(GuestRange range, MemoryReservation made) =>
        TryReserveAt(range, made, out MemoryReservation? reservation)
            ? reservation
            : throw new GuestMemoryException(NativeErrors.Last(Vm), range);

    private bool TryReserveAt(GuestRange range, MemoryReservation made, [NotNullWhen(true)] out MemoryReservation? reservation) => Attach(
        made,
        GuestMemoryNative.vm_reserve_memory_at(
            VmToReserve(), (nuint)range.Start.Value, (nuint)range.Size, Callback(made), made.Cookie),
        out reservation);

    private MemoryReservation ReserveAnonymously(ulong size, ulong alignment, MemoryReservation made) =>
        TryReserveAnonymously(size, alignment, made, out MemoryReservation? reservation)
            ? reservation
            : throw new GuestMemoryException(NativeErrors.Last(Vm), new GuestRange(GuestAddress.Zero, size));

    private bool TryReserveAnonymously(
        ulong size, ulong alignment, MemoryReservation made, [NotNullWhen(true)] out MemoryReservation? reservation)
    {
        nuint address;
        vm_memory_reservation_t* native = GuestMemoryNative.vm_reserve_anon_memory(
            VmToReserve(), (nuint)size, (nuint)alignment, Callback(made), made.Cookie, &address);
        return Attach(made, native, out reservation);
    }

    private SharedFrame AttachFrame(SharedFrame frame, GuestAddress address, void* memory)
    {
        if (memory == null)
        {
            frame.Detach();
            ulong size = Math.Min(PageBytes, ulong.MaxValue - address.Value);
            throw new GuestMemoryException(NativeErrors.Last(Vm), new GuestRange(address, size));
        }

        vm_memory_reservation_t* native = GuestMemoryExtNative.vm_find_reservation(Vm, (nuint)address.Value);
        frame.Attach(native);
        _reservations.Add((nint)native, frame);
        return frame;
    }

    // A reservation that was made for nothing lets go of its handle.
    private bool Attach(MemoryReservation made, vm_memory_reservation_t* native, [NotNullWhen(true)] out MemoryReservation? reservation)
    {
        reservation = native == null ? null : made;
        if (reservation is null)
        {
            made.Detach();
            return false;
        }

        reservation.Attach(native);
        _reservations.Add((nint)native, reservation);
        return true;
    }

    private void Check(int result, GuestRange range)
    {
        if (result != 0)
        {
            throw new GuestMemoryException(NativeErrors.Last(Vm), range);
        }
    }
}
