// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What a fault handler did, and how the guest goes on.</summary>
/// <remarks>Maps to <c>memory_fault_result_t</c>. Another value stops the VM with <see cref="StopReason.CallbackError"/>.</remarks>
public enum FaultResult
{
    /// <summary>The access was emulated. A load receives <see cref="MemoryFault.Data"/>; the guest goes on behind the instruction.</summary>
    Handled,

    /// <summary>Not handled: <see cref="VirtualMachine.UnhandledMemoryFault"/> is asked, or the VM stops.</summary>
    Unhandled,

    /// <summary>The cause is gone: the guest repeats the instruction.</summary>
    Restart,

    /// <summary>The access is skipped: a load leaves its register as it was, a store is lost.</summary>
    Ignore,

    /// <summary>Handling failed: the VM stops with <see cref="StopReason.CallbackError"/>.</summary>
    Error,
}
