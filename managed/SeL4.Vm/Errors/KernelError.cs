// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>What the kernel answers to a system call.</summary>
/// <remarks>Maps to <c>seL4_Error</c>.</remarks>
public enum KernelError
{
    /// <summary>No error.</summary>
    None,

    /// <summary>An argument is invalid.</summary>
    InvalidArgument,

    /// <summary>A capability argument is invalid.</summary>
    InvalidCapability,

    /// <summary>The operation does not fit the object or its state.</summary>
    IllegalOperation,

    /// <summary>A value is out of range.</summary>
    RangeError,

    /// <summary>An address is not aligned as it must be.</summary>
    AlignmentError,

    /// <summary>A capability or page table could not be found.</summary>
    FailedLookup,

    /// <summary>The message was too short.</summary>
    TruncatedMessage,

    /// <summary>The place is taken.</summary>
    DeleteFirst,

    /// <summary>The object has children.</summary>
    RevokeFirst,

    /// <summary>Memory is exhausted.</summary>
    NotEnoughMemory,
}
