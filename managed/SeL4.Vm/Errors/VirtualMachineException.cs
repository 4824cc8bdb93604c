// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>An operation of a VM failed.</summary>
public class VirtualMachineException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="innerException">What caused it, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is <see langword="null"/>.</exception>
    public VirtualMachineException(VmError error, Exception? innerException = null)
        : base(error?.ToString(), innerException) => Error = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>The failure as the library recorded it.</summary>
    public VmError Error { get; }

    /// <summary>The reason.</summary>
    public VmErrorCode Code => Error.Code;

    /// <summary>The C function that failed.</summary>
    public string Operation => Error.Operation;

    /// <summary>The kernel's answer where a kernel call failed.</summary>
    public KernelError KernelError => Error.KernelError;
}

/// <summary>An operation on guest memory failed; it changed nothing.</summary>
public sealed class GuestMemoryException : VirtualMachineException
{
    /// <summary>Makes one.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="range">The guest memory that it was about.</param>
    /// <param name="innerException">What caused it, or <see langword="null"/>.</param>
    public GuestMemoryException(VmError error, GuestRange range, Exception? innerException = null)
        : base(error, innerException) => Range = range;

    /// <summary>The guest memory that the operation was about.</summary>
    public GuestRange Range { get; }
}

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
