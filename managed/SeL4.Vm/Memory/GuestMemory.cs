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
/// library throws <see cref="ObjectDisposedException"/>, the <c>Try</c> forms too.
/// </remarks>
public sealed unsafe partial class GuestMemory
{
    /// <summary>Smallest unit of guest memory, in bytes.</summary>
    public const ulong PageBytes = 4096;

    private readonly Dictionary<nint, MemoryReservation> _reservations = [];
    private readonly List<AnonymousRegion> _anonymousRegions = [];

    internal GuestMemory(VirtualMachine machine)
    {
        Machine = machine;
        _counters = GuestVmExtNative.vm_get_counters(machine.Native);
    }

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

    /// <summary>Reserves a range: for memory that will be mapped, or for a device whose accesses come to a handler.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="handler">
    /// Answers the accesses that no mapping satisfies; kept alive by the reservation. <see cref="FaultHandler.Of"/> makes one of a type.
    /// With <see langword="null"/>, such an access stops the VM.
    /// </param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">The range is not acceptable or overlaps another.</exception>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>, without a handler with <c>default_error_fault_callback</c>.</remarks>
    public MemoryReservation Reserve(GuestRange range, MemoryFaultHandler? handler = null, string? name = null) =>
        TryReserve(range, out MemoryReservation? reservation, handler, name)
            ? reservation
            : throw new GuestMemoryException(NativeErrors.Last(Vm), range);

    /// <summary>Reserves a range as <see cref="Reserve"/> does, if the range is acceptable and free.</summary>
    /// <param name="range">Whole pages of 4 KiB, not empty, inside the width of an IPA.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="handler">Answers the accesses that no mapping satisfies; with <see langword="null"/>, they stop the VM.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The range has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>, without a handler with <c>default_error_fault_callback</c>.</remarks>
    public bool TryReserve(
        GuestRange range, [NotNullWhen(true)] out MemoryReservation? reservation, MemoryFaultHandler? handler = null, string? name = null)
    {
        var made = new MemoryReservation(this, handler, name);
        vm_memory_reservation_t* native = GuestMemoryNative.vm_reserve_memory_at(
            VmToReserve(), (nuint)range.Start.Value, (nuint)range.Size, Callback(made), made.Cookie);
        return Attach(made, native, out reservation);
    }

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

    /// <summary>Reserves memory at the lowest address that fits, inside the anonymous regions.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="handler">
    /// Answers the accesses that no mapping satisfies; kept alive by the reservation. With <see langword="null"/>, they stop the VM.
    /// </param>
    /// <param name="name">A label for people.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="GuestMemoryException">Nothing fits.</exception>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c>, without a handler with <c>default_error_fault_callback</c>.</remarks>
    public MemoryReservation ReserveAnonymous(
        ulong size, ulong alignment = PageBytes, MemoryFaultHandler? handler = null, string? name = null) =>
        TryReserveAnonymous(size, out MemoryReservation? reservation, alignment, handler, name)
            ? reservation
            : throw new GuestMemoryException(NativeErrors.Last(Vm), new GuestRange(GuestAddress.Zero, size));

    /// <summary>Reserves memory as <see cref="ReserveAnonymous"/> does, if there is a place for it.</summary>
    /// <param name="size">Bytes, whole pages of 4 KiB.</param>
    /// <param name="reservation">The reservation, for the caller to dispose of.</param>
    /// <param name="alignment">Alignment of the address in bytes, a power of two.</param>
    /// <param name="handler">Answers the accesses that no mapping satisfies; with <see langword="null"/>, they stop the VM.</param>
    /// <param name="name">A label for people.</param>
    /// <returns>The memory has been reserved.</returns>
    /// <remarks>Maps to <c>vm_reserve_anon_memory</c>, without a handler with <c>default_error_fault_callback</c>.</remarks>
    public bool TryReserveAnonymous(
        ulong size,
        [NotNullWhen(true)] out MemoryReservation? reservation,
        ulong alignment = PageBytes,
        MemoryFaultHandler? handler = null,
        string? name = null)
    {
        var made = new MemoryReservation(this, handler, name) { IsAnonymous = true };
        nuint address;
        vm_memory_reservation_t* native = GuestMemoryNative.vm_reserve_anon_memory(
            VmToReserve(), (nuint)size, (nuint)alignment, Callback(made), made.Cookie, &address);
        return Attach(made, native, out reservation);
    }

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
        var frame = new SharedFrame(this, handler, name);
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
        var frame = new SharedFrame(this, handler, name);
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

    // The VM, with what was given back in the meantime free to be reserved.
    private vm_t* VmToReserve()
    {
        vm_t* vm = Vm;
        Machine.ReleaseDeferred();
        return vm;
    }

    private SharedFrame AttachFrame(SharedFrame frame, GuestAddress address, void* memory)
    {
        if (memory == null)
        {
            frame.Detach();
            throw new GuestMemoryException(NativeErrors.Last(Vm), GuestRange.Cut(address, PageBytes));
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
