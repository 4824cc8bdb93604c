// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Why a VM stopped.</summary>
/// <remarks>Maps to <c>vm_stop_reason_t</c>.</remarks>
public enum StopReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary><see cref="VirtualMachine.Stop"/> was called; the value is its argument.</summary>
    Requested,

    /// <summary>The guest asked for power off (PSCI SYSTEM_OFF).</summary>
    PowerOff,

    /// <summary>The guest asked for a reset (PSCI SYSTEM_RESET); the value is the reset type.</summary>
    Reset,

    /// <summary>Every vCPU is off.</summary>
    AllOff,

    /// <summary>A memory fault that nobody handled.</summary>
    UnhandledMemoryFault,

    /// <summary>A handler answered <see cref="FaultResult.Error"/>, or an undefined value, which is the value then.</summary>
    CallbackError,

    /// <summary>A vCPU fault that nobody handled; the value is the syndrome.</summary>
    UnhandledVcpuFault,

    /// <summary>An access whose instruction cannot be emulated; the value is the instruction, or the syndrome.</summary>
    UnsupportedAccess,

    /// <summary>An event that nobody handled; the value is its badge.</summary>
    UnhandledEvent,

    /// <summary>The SMC handler failed; the value is the function identifier.</summary>
    SmcError,

    /// <summary>A kernel call failed.</summary>
    KernelError,
}
