// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>Counters of a VM.</summary>
/// <param name="MemoryFaults">Memory faults that came to handlers.</param>
/// <param name="DeferredMaps">Pages mapped on first touch.</param>
/// <param name="TrackingFaults">Faults taken for tracking.</param>
/// <param name="DecodedInstructions">Instructions decoded because the syndrome was not valid.</param>
/// <param name="SmcCalls">SMC and HVC calls.</param>
/// <param name="Waits">WFI and WFE.</param>
/// <param name="Maintenance">Maintenance interrupts of the interrupt controller.</param>
/// <param name="TimerEvents">Events of the virtual timer.</param>
/// <param name="InjectedAborts">Aborts given to the guest.</param>
/// <param name="Notifications">Notifications and messages.</param>
/// <remarks>Maps to <c>vm_counters_t</c>.</remarks>
public readonly record struct VmCounters(
    ulong MemoryFaults,
    ulong DeferredMaps,
    ulong TrackingFaults,
    ulong DecodedInstructions,
    ulong SmcCalls,
    ulong Waits,
    ulong Maintenance,
    ulong TimerEvents,
    ulong InjectedAborts,
    ulong Notifications)
{
    internal VmCounters(in vm_counters_t c)
        : this(
            c.memory_faults, c.deferred_maps, c.tracking_faults, c.decoded_instructions, c.smc_calls, c.wfx, c.maintenance,
            c.timer_events, c.injected_aborts, c.notifications)
    {
    }
}
