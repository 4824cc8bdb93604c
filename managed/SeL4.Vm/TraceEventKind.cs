// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What a <see cref="TraceEvent"/> is.</summary>
/// <remarks>Maps to <c>vm_trace_kind_t</c>.</remarks>
public enum TraceEventKind
{
    /// <summary>The guest touched memory that was not mapped, or not with that right.</summary>
    Memory,

    /// <summary>HVC.</summary>
    Hvc,

    /// <summary>SMC.</summary>
    Smc,

    /// <summary>WFI or WFE.</summary>
    Wait,

    /// <summary>Another exception that came to EL2.</summary>
    VcpuFault,

    /// <summary>The guest has finished with an interrupt (maintenance interrupt of the GIC).</summary>
    InterruptEnd,

    /// <summary>The vCPU's virtual timer has fired.</summary>
    Timer,

    /// <summary>A message that the guest made up with a kernel call of its own.</summary>
    Forged,

    /// <summary>The alarm that wakes waiting vCPUs.</summary>
    Alarm,

    /// <summary>A notification, or a message from elsewhere.</summary>
    Notification,
}
