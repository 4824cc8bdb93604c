// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What a kernel keeps guests from, beside memory, which every kernel does (docs/guest-registers.md).</summary>
/// <remarks>Maps to <c>shim_isolation_t</c>.</remarks>
[Flags]
public enum GuestIsolation
{
    /// <summary>Nothing of what follows: guests must be trusted. seL4 without <c>HardwareDebugAPI</c>.</summary>
    None = 0,

    /// <summary>
    /// A guest's breakpoints, watchpoints and single steps act in that guest alone. Where this is missing a guest can stop the VMM:
    /// guests must be trusted. All that seL4 built with <c>HardwareDebugAPI</c> has.
    /// </summary>
    DebugExceptions = 1,

    /// <summary>A guest cannot reach the VMM's timer. Where this is missing it can delay it, or make it due.</summary>
    Timer = 2,

    /// <summary>Performance monitors of a guest count while that guest runs, and it cannot open them to the VMM.</summary>
    PerformanceMonitors = 4,

    /// <summary>What a guest leaves in debug, performance and other system registers, no other guest finds.</summary>
    RegisterValues = 8,

    /// <summary>All of it: the bundled kernel.</summary>
    All = DebugExceptions | Timer | PerformanceMonitors | RegisterValues,
}
