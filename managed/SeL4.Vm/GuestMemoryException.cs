// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

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
