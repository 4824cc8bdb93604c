// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A device whose registers a guest reads and writes in memory.</summary>
public interface IMmioDevice
{
    /// <summary>A label for people.</summary>
    string Name { get; }

    /// <summary>Bytes of guest memory that it takes, whole pages of 4 KiB.</summary>
    ulong Size { get; }

    /// <summary>The guest loads.</summary>
    /// <param name="offset">Bytes from the device's start.</param>
    /// <param name="length">1, 2, 4 or 8 bytes.</param>
    /// <returns>The value, in the low bytes.</returns>
    ulong Read(ulong offset, int length);

    /// <summary>The guest stores.</summary>
    /// <param name="offset">Bytes from the device's start.</param>
    /// <param name="length">1, 2, 4 or 8 bytes.</param>
    /// <param name="value">The value, in the low bytes.</param>
    void Write(ulong offset, int length, ulong value);
}

/// <summary>Puts devices into guests.</summary>
public static class MmioDeviceExtensions
{
    /// <summary>Reserves a device's range and lets the device answer the accesses.</summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">Where the guest finds the device; a multiple of 4 KiB.</param>
    /// <param name="device">The device.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="ArgumentNullException">There is no memory, or no device.</exception>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    /// <exception cref="GuestMemoryException">The range is not acceptable or overlaps another.</exception>
    /// <remarks>Maps to <c>vm_reserve_memory_at</c>.</remarks>
    public static MemoryReservation Attach(this GuestMemory memory, GuestAddress address, IMmioDevice device)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(device);
        return memory.Reserve(new GuestRange(address, device.Size), device.Answer, device.Name);
    }

    /// <summary>
    /// Attaches a device of one page as <see cref="Attach"/> does, but lets the guest load its registers without an exit: from a page
    /// that it may read, kept up to date by the device. Stores come to the device. So do loads while one of them has an effect
    /// (<see cref="MmioRegister.HasReadEffect"/>).
    /// </summary>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="address">Where the guest finds the device; a multiple of 4 KiB.</param>
    /// <param name="device">The device. Loads beside its registers read as zero, and <see cref="RegisterBank.Unknown"/> does not hear of them.</param>
    /// <returns>The reservation, for the caller to dispose of.</returns>
    /// <exception cref="ArgumentNullException">There is no memory, or no device.</exception>
    /// <exception cref="NotSupportedException">The device does not support it: its values change by themselves, or it has more than a page.</exception>
    /// <exception cref="InvalidOperationException">The device has been attached so before, and not been taken away again.</exception>
    /// <exception cref="ObjectDisposedException">The VM has been taken apart.</exception>
    /// <exception cref="GuestMemoryException">The address is not acceptable or taken, or memory is exhausted.</exception>
    /// <remarks>Maps to <c>create_allocated_reservation_frame</c> and <c>vm_set_reservation_rights</c>.</remarks>
    public static SharedFrame AttachWithDirectReads(this GuestMemory memory, GuestAddress address, RegisterBank device)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(device);
        return device.ShowIn(memory, address);
    }

    internal static FaultResult Answer(this IMmioDevice device, ref MemoryFault fault)
    {
        if (fault.IsInstructionFetch)
        {
            return FaultResult.Unhandled;
        }

        if (fault.IsWrite)
        {
            device.Write(fault.Offset, fault.Length, fault.Data);
        }
        else
        {
            fault.Data = device.Read(fault.Offset, fault.Length);
        }

        return FaultResult.Handled;
    }
}
