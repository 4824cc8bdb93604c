// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Why an operation of a VM failed.</summary>
/// <remarks>Maps to <c>vm_error_code_t</c>. Where no kind of <see cref="VmError"/> is named, it is <see cref="VmError.Failure"/>.</remarks>
public enum VmErrorCode
{
    /// <summary>No failure is known.</summary>
    None,

    /// <summary>A pointer is NULL: <see cref="VmError.NullArgument"/>.</summary>
    NullArgument,

    /// <summary>An address or a size is not a multiple of what it must be: <see cref="VmError.Unaligned"/>.</summary>
    Unaligned,

    /// <summary>The size is 0: <see cref="VmError.ZeroSize"/>.</summary>
    ZeroSize,

    /// <summary>Address and size exceed the machine word: <see cref="VmError.Wraps"/>.</summary>
    Wraps,

    /// <summary>A range or a number exceeds its limit: <see cref="VmError.OutOfRange"/>, <see cref="VmError.NumberOutOfRange"/>.</summary>
    OutOfRange,

    /// <summary>A range or a number is taken: <see cref="VmError.Overlap"/>, <see cref="VmError.NumberTaken"/>.</summary>
    Overlap,

    /// <summary>The alignment is 0 or not a power of two: <see cref="VmError.BadAlignment"/>.</summary>
    BadAlignment,

    /// <summary>No free range is large enough: <see cref="VmError.NoSpace"/>.</summary>
    NoSpace,

    /// <summary>The handle is not a live object of this VM: <see cref="VmError.InvalidHandle"/>.</summary>
    InvalidHandle,

    /// <summary>Nothing is at the address, or has the number: <see cref="VmError.NotFound"/>, <see cref="VmError.NumberNotFound"/>.</summary>
    NotFound,

    /// <summary>The reservation is backed already, in whole or in part: <see cref="VmError.AlreadyMapped"/>.</summary>
    AlreadyMapped,

    /// <summary>The reservation or range is not backed: <see cref="VmError.NotMapped"/>.</summary>
    NotMapped,

    /// <summary>Too few or too many frames: <see cref="VmError.FrameCount"/>.</summary>
    FrameCount,

    /// <summary>The frame's size does not fit: <see cref="VmError.FrameSize"/>.</summary>
    FrameSize,

    /// <summary>The frame's address is not the one that was asked for: <see cref="VmError.FrameAddress"/>.</summary>
    FrameAddress,

    /// <summary>A capability is null: <see cref="VmError.NullCapability"/>.</summary>
    NullCapability,

    /// <summary>The native heap is exhausted.</summary>
    OutOfHeap,

    /// <summary>No capability slot is left.</summary>
    OutOfSlots,

    /// <summary>Kernel memory is exhausted.</summary>
    OutOfMemory,

    /// <summary>A kernel call failed.</summary>
    Kernel,

    /// <summary>In use: by a callback that has not returned, by a VM that runs, or as registered RAM.</summary>
    Busy,

    /// <summary>The call does not fit the object's state.</summary>
    BadState,

    /// <summary>The object cannot hold more: <see cref="VmError.LimitReached"/>.</summary>
    Limit,

    /// <summary>A callback asked for the failure, or answered an undefined value: <see cref="VmError.CallbackAnswer"/>.</summary>
    Callback,

    /// <summary>The guest did something that cannot be emulated.</summary>
    Unsupported,
}
