// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>State of an interrupt.</summary>
/// <param name="IsRegistered">Announced, or an SGI.</param>
/// <param name="IsEnabled">Enabled by the guest.</param>
/// <param name="IsPending">Waiting to be taken.</param>
/// <param name="IsInHardware">In a list register, pending or active there.</param>
/// <param name="IsHigh">Its line is high.</param>
/// <param name="IsEdgeTriggered">Edge-triggered, as the guest has configured it.</param>
/// <param name="Priority">0 (highest) to 255.</param>
/// <param name="Targets">CPUs that an SPI may go to, a bit each.</param>
/// <remarks>Maps to <c>vm_irq_state_t</c>.</remarks>
public readonly record struct InterruptState(
    bool IsRegistered,
    bool IsEnabled,
    bool IsPending,
    bool IsInHardware,
    bool IsHigh,
    bool IsEdgeTriggered,
    byte Priority,
    byte Targets)
{
    internal InterruptState(in vm_irq_state_t state)
        : this(
            state.registered != 0, state.enabled != 0, state.pending != 0, state.in_hardware != 0, state.level != 0,
            state.edge != 0, state.priority, state.targets)
    {
    }
}
