// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Vm.Devices;

/// <summary>
/// Writes memory that a driver and a device use together. It marks pages dirty, as <see cref="GuestMemory"/> does, but does not clean
/// the data cache: both sides go through their caches, and each cleaning is a call of the kernel, which costs more than all else that a
/// small request does.
/// </summary>
internal static class SharedMemory
{
    /// <summary>Copies to the guest.</summary>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed.</exception>
    public static void WriteShared(this GuestMemory memory, GuestAddress address, ReadOnlySpan<byte> source)
    {
        var range = new GuestRange(address, (ulong)source.Length);
        if (memory.TryGetSpan(range, out Span<byte> span))
        {
            source.CopyTo(span);
            memory.MarkDirty(range);
        }
        else
        {
            // It crosses reservations, or has been taken from the guest.
            memory.Write(address, source);
        }
    }

    /// <summary>Writes an index or flags, little-endian and at once: the driver may look at any time.</summary>
    /// <exception cref="GuestMemoryException">A byte of it is not backed.</exception>
    public static void WriteShared(this GuestMemory memory, GuestAddress address, ushort value)
    {
        var range = new GuestRange(address, sizeof(ushort));
        if (memory.TryGetSpan(range, out Span<byte> span))
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
