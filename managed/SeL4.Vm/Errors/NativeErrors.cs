// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// Failures that the native library recorded, with the record's three numbers under the names that they have for each reason
/// (<c>guest_error_ext.h</c>, <c>vm_error_t</c>).
/// </summary>
internal static unsafe class NativeErrors
{
    public static VmErrorCode LastCode(vm_t* vm) => (VmErrorCode)GuestErrorExtNative.vm_last_error(vm)->code;

    /// <summary>The last failure of a function that takes addresses.</summary>
    public static VmError Last(vm_t* vm) => Convert(GuestErrorExtNative.vm_last_error(vm));

    /// <summary>The last failure of a function that takes a number and no address: of an interrupt, a register, a priority.</summary>
    public static VmError LastOfNumber(vm_t* vm)
    {
        VmError error = Convert(GuestErrorExtNative.vm_last_error(vm), "number");
        return error is VmError.NotFound notFound ? new VmError.NumberNotFound(error.Operation, (long)notFound.Range.Start.Value) : error;
    }

    /// <param name="error">The record.</param>
    /// <param name="noun">What the first number is where the reason does not tell.</param>
    public static VmError Convert(vm_error_t* error, string noun = "address")
    {
        string operation = Marshal.PtrToStringUTF8((nint)error->operation) ?? "";
        var code = (VmErrorCode)error->code;
        ulong number = error->address;
        var address = new GuestAddress(number);
        ulong size = error->size;
        GuestRange range = GuestRange.Cut(address, size);
        ulong limit = error->limit;

        // A range that is out of range or overlaps is not empty; what comes without a size is a number.
        return code switch
        {
            VmErrorCode.NullArgument => new VmError.NullArgument(operation, (int)number),
            VmErrorCode.Unaligned => new VmError.Unaligned(operation, number, size, limit),
            VmErrorCode.ZeroSize => new VmError.ZeroSize(operation, address),
            VmErrorCode.Wraps => new VmError.Wraps(operation, address, size),
            VmErrorCode.OutOfRange when size == 0 => new VmError.NumberOutOfRange(operation, (long)number, (long)limit),
            VmErrorCode.OutOfRange => new VmError.OutOfRange(operation, range, new GuestAddress(limit)),
            VmErrorCode.Overlap when size == 0 => new VmError.NumberTaken(operation, (long)number, (long)limit),
            VmErrorCode.Overlap => new VmError.Overlap(operation, range, new GuestAddress(limit)),
            VmErrorCode.BadAlignment => new VmError.BadAlignment(operation, number, size),
            VmErrorCode.NoSpace => new VmError.NoSpace(operation, size, limit),
            VmErrorCode.InvalidHandle => new VmError.InvalidHandle(operation, (nint)number),
            VmErrorCode.NotFound => new VmError.NotFound(operation, range),
            VmErrorCode.AlreadyMapped => new VmError.AlreadyMapped(operation, range),
            VmErrorCode.NotMapped => new VmError.NotMapped(operation, range),
            VmErrorCode.FrameCount => new VmError.FrameCount(operation, number, limit),
            VmErrorCode.FrameSize => new VmError.FrameSize(operation, address, limit),
            VmErrorCode.FrameAddress => new VmError.FrameAddress(operation, address, new GuestAddress(limit)),
            VmErrorCode.NullCapability => new VmError.NullCapability(operation, address),
            VmErrorCode.Limit => new VmError.LimitReached(operation, (int)limit),
            VmErrorCode.Callback => new VmError.CallbackAnswer(operation, (int)number, new GuestAddress(limit)),
            _ => new VmError.Failure(
                code,
                operation,
                (KernelError)error->kernel_error,
                $"{noun} 0x{number:x}{(size == 0 ? "" : $", size 0x{size:x}")}"),
        };
    }
}
