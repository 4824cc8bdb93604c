// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>An operation on a vCPU failed.</summary>
public sealed class VcpuException : VirtualMachineException
{
    /// <summary>Makes one.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="vcpu">Number of the vCPU.</param>
    public VcpuException(VmError error, int vcpu)
        : base(error) => Vcpu = vcpu;

    /// <summary>Number of the vCPU in its VM.</summary>
    public int Vcpu { get; }
}
