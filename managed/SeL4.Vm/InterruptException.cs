// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>An operation of a VM's interrupt controller failed.</summary>
public sealed class InterruptException : VirtualMachineException
{
    /// <summary>Makes one.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="interrupt">Number of the interrupt; -1 when it was about none.</param>
    public InterruptException(VmError error, int interrupt)
        : base(error) => Interrupt = interrupt;

    /// <summary>Number of the interrupt; -1 when the operation was about none.</summary>
    public int Interrupt { get; }
}
