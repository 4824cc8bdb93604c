// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What happens to memory faults that nobody handles.</summary>
/// <remarks>Maps to <c>vm_unhandled_policy_t</c>.</remarks>
public enum UnhandledFaultPolicy
{
    /// <summary>The VM stops with <see cref="StopReason.UnhandledMemoryFault"/>.</summary>
    Stop,

    /// <summary>The guest gets the abort that hardware would give it, a synchronous external abort.</summary>
    Abort,
}
