// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>Why an operation of a VM failed.</summary>
/// <remarks>Maps to <c>vm_error_code_t</c>.</remarks>
public enum VmErrorCode
{
    /// <summary>No failure is known.</summary>
    None,

    /// <summary>A pointer is NULL; the address is the number of the parameter.</summary>
    NullArgument,

    /// <summary>An address or a size is not a multiple of the limit.</summary>
    Unaligned,

    /// <summary>The size is 0.</summary>
    ZeroSize,

    /// <summary>Address and size exceed the machine word.</summary>
    Wraps,

    /// <summary>The range or value exceeds the limit.</summary>
    OutOfRange,

    /// <summary>The range overlaps one that is taken; the limit is the latter's first address.</summary>
    Overlap,

    /// <summary>The alignment is 0 or not a power of two.</summary>
    BadAlignment,

    /// <summary>No free range is large enough.</summary>
    NoSpace,

    /// <summary>The handle is not a live object of this VM.</summary>
    InvalidHandle,

    /// <summary>Nothing is at the address.</summary>
    NotFound,

    /// <summary>The reservation is backed already, in whole or in part.</summary>
    AlreadyMapped,

    /// <summary>The reservation or address is not backed.</summary>
    NotMapped,

    /// <summary>Too few or too many frames; the limit is the number that fits.</summary>
    FrameCount,

    /// <summary>The frame's size does not fit.</summary>
    FrameSize,

    /// <summary>The frame's address is not the one that was asked for.</summary>
    FrameAddress,

    /// <summary>A capability is null.</summary>
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

    /// <summary>The object cannot hold more; the limit is how many it can.</summary>
    Limit,

    /// <summary>A callback asked for the failure, or answered an undefined value, which is the address then.</summary>
    Callback,

    /// <summary>The guest did something that cannot be emulated.</summary>
    Unsupported,
}
