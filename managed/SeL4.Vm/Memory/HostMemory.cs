// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>What the root server's allocator holds. Equal before and after means that nothing leaked.</summary>
/// <param name="FreeBytes">Bytes of RAM that are not part of any object.</param>
/// <param name="UsedBytes">Bytes of RAM inside live objects.</param>
/// <param name="DeviceBytes">Bytes of device memory inside live objects.</param>
/// <param name="LiveObjects">Kernel objects that live.</param>
/// <param name="FreeSlots">Capability slots that are free.</param>
/// <param name="LiveTables">Intermediate page tables of all address spaces.</param>
/// <remarks>Maps to <c>shim_get_memory_stats</c>.</remarks>
public readonly record struct HostMemory(
    ulong FreeBytes, ulong UsedBytes, ulong DeviceBytes, ulong LiveObjects, ulong FreeSlots, ulong LiveTables)
{
    /// <summary>The state at this moment.</summary>
    public static unsafe HostMemory Current
    {
        get
        {
            shim_memory_stats_t stats;
            ShimMemoryNative.shim_get_memory_stats(&stats);
            return new HostMemory(
                stats.free_bytes, stats.used_bytes, stats.device_bytes, stats.live_objects, stats.free_slots, stats.live_tables);
        }
    }
}
