// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Vm.Devices;

/// <summary>
/// Access to memory that a driver and a device use together. RAM is accessed in place, and pages are marked dirty as
/// <see cref="GuestMemory"/> does, but the data cache is not cleaned: both sides go through their caches, and each cleaning is a call of
/// the kernel, which costs more than all else that a small request does. What crosses reservations, what lies in a device that the guest
/// has been given, and what is not memory any more, is left to <see cref="GuestMemory"/>.
/// </summary>
internal static class SharedMemory
{
    /// <summary>Copies from the guest.</summary>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed.</exception>
    public static void ReadShared(this GuestMemory memory, GuestAddress address, Span<byte> destination)
    {
        if (memory.TryGetRamSpan(new GuestRange(address, (ulong)destination.Length), out Span<byte> span))
        {
            span.CopyTo(destination);
        }
        else
        {
            memory.Read(address, destination);
        }
    }

    /// <summary>Reads an index or flags, little-endian and at once: the driver may write at any time.</summary>
    /// <exception cref="GuestMemoryException">A byte of it is not backed.</exception>
    public static ushort ReadShared(this GuestMemory memory, GuestAddress address) =>
        memory.TryGetRamSpan(new GuestRange(address, sizeof(ushort)), out Span<byte> span)
            ? MemoryMarshal.Read<ushort>(span)
            : memory.Read<ushort>(address);

    /// <summary>Copies to the guest.</summary>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed.</exception>
    public static void WriteShared(this GuestMemory memory, GuestAddress address, ReadOnlySpan<byte> source)
    {
        var range = new GuestRange(address, (ulong)source.Length);
        if (memory.TryGetRamSpan(range, out Span<byte> span))
        {
            source.CopyTo(span);
            memory.MarkDirty(range);
        }
        else
        {
            memory.Write(address, source);
        }
    }

    /// <summary>Writes an index or flags, little-endian and at once: the driver may look at any time.</summary>
    /// <exception cref="GuestMemoryException">A byte of it is not backed.</exception>
    public static void WriteShared(this GuestMemory memory, GuestAddress address, ushort value)
    {
        var range = new GuestRange(address, sizeof(ushort));
        if (memory.TryGetRamSpan(range, out Span<byte> span))
        {
            MemoryMarshal.Write(span, in value);
            memory.MarkDirty(range);
        }
        else
        {
            memory.Write(address, value);
        }
    }
}
