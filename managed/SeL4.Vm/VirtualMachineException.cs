// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>An operation of a VM failed.</summary>
public class VirtualMachineException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="innerException">What caused it, or <see langword="null"/>.</param>
    public VirtualMachineException(VmError error, Exception? innerException = null)
        : base(error.ToString(), innerException) => Error = error;

    /// <summary>The failure as the library recorded it.</summary>
    public VmError Error { get; }

    /// <summary>The reason.</summary>
    public VmErrorCode Code => Error.Code;

    /// <summary>The C function that failed.</summary>
    public string Operation => Error.Operation;

    /// <summary>The kernel's answer where a kernel call failed.</summary>
    public KernelError KernelError => Error.KernelError;
}
