// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <content>The kinds of failures. Addresses are those of the guest where nothing else is said, sizes are in bytes.</content>
public abstract partial record VmError
{
    /// <summary>A pointer is NULL.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Parameter">Number of its parameter, from 1.</param>
    public sealed record NullArgument(string Operation, int Parameter) : VmError(VmErrorCode.NullArgument, Operation)
    {
        private protected override string Details => $"parameter {Parameter}";
    }

    /// <summary>An address or a size is not a multiple of what it must be.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Address">The address: of the guest, or of the machine where the operation takes such a one.</param>
    /// <param name="Size">The size.</param>
    /// <param name="Alignment">What both must be multiples of.</param>
    public sealed record Unaligned(string Operation, ulong Address, ulong Size, ulong Alignment)
        : VmError(VmErrorCode.Unaligned, Operation)
    {
        private protected override string Details => $"address 0x{Address:x}, size 0x{Size:x}, alignment 0x{Alignment:x}";
    }

    /// <summary>The size is 0.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Address">The address that came with it.</param>
    public sealed record ZeroSize(string Operation, GuestAddress Address) : VmError(VmErrorCode.ZeroSize, Operation)
    {
        private protected override string Details => $"address {Address}";
    }

    /// <summary>Address and size together exceed 64 bits, which no <see cref="GuestRange"/> does.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Address">The address.</param>
    /// <param name="Size">The size.</param>
    public sealed record Wraps(string Operation, GuestAddress Address, ulong Size) : VmError(VmErrorCode.Wraps, Operation)
    {
        private protected override string Details => $"address {Address}, size 0x{Size:x}";
    }

    /// <summary>The range reaches past the end of what it must lie in.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Range">The range.</param>
    /// <param name="End">First address that does not belong to what it must lie in: the width of an IPA, a reservation.</param>
    public sealed record OutOfRange(string Operation, GuestRange Range, GuestAddress End) : VmError(VmErrorCode.OutOfRange, Operation)
    {
        private protected override string Details => $"{Range}, end {End}";
    }

    /// <summary>A number is too large: of an interrupt, a register, a logical CPU, a priority, a value of an enumeration.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Number">The number.</param>
    /// <param name="Largest">The largest that is accepted.</param>
    public sealed record NumberOutOfRange(string Operation, long Number, long Largest) : VmError(VmErrorCode.OutOfRange, Operation)
    {
        private protected override string Details => $"number {Number}, largest {Largest}";
    }

    /// <summary>The range overlaps one that is taken.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Range">The range.</param>
    /// <param name="Taken">First address of the range that is taken.</param>
    public sealed record Overlap(string Operation, GuestRange Range, GuestAddress Taken) : VmError(VmErrorCode.Overlap, Operation)
    {
        private protected override string Details => $"{Range}, taken from {Taken}";
    }

    /// <summary>A number is taken, or another one is in use in its place.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Number">An interrupt, a logical CPU, or the physical address of the hardware's virtual CPU interface.</param>
    /// <param name="Holder">For a logical CPU the number of the vCPU that has it, for a physical address the one in use; for an interrupt
    /// its number.</param>
    public sealed record NumberTaken(string Operation, long Number, long Holder) : VmError(VmErrorCode.Overlap, Operation)
    {
        private protected override string Details => $"number {Number}, holder {Holder}";
    }

    /// <summary>The alignment is 0 or not a power of two.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Alignment">The alignment.</param>
    /// <param name="Size">Size of what was to be aligned.</param>
    public sealed record BadAlignment(string Operation, ulong Alignment, ulong Size) : VmError(VmErrorCode.BadAlignment, Operation)
    {
        private protected override string Details => $"alignment 0x{Alignment:x}, size 0x{Size:x}";
    }

    /// <summary>No free range is large enough.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Size">Size of the range that was wanted.</param>
    /// <param name="LargestFree">Size of the largest free range; 0 where there is none, or the operation does not tell.</param>
    public sealed record NoSpace(string Operation, ulong Size, ulong LargestFree) : VmError(VmErrorCode.NoSpace, Operation)
    {
        private protected override string Details => $"size 0x{Size:x}, largest free 0x{LargestFree:x}";
    }

    /// <summary>A handle is not a live object of this VM.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Handle">The pointer.</param>
    public sealed record InvalidHandle(string Operation, nint Handle) : VmError(VmErrorCode.InvalidHandle, Operation)
    {
        private protected override string Details => $"handle 0x{Handle:x}";
    }

    /// <summary>Nothing is at the address, or part of the range has nothing.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Range">The range; empty where the operation takes an address alone.</param>
    public sealed record NotFound(string Operation, GuestRange Range) : VmError(VmErrorCode.NotFound, Operation)
    {
        private protected override string Details => $"{Range}";
    }

    /// <summary>There is no interrupt of this number.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Number">The number.</param>
    public sealed record NumberNotFound(string Operation, long Number) : VmError(VmErrorCode.NotFound, Operation)
    {
        private protected override string Details => $"number {Number}";
    }

    /// <summary>The reservation is backed already, in whole or in part.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Range">The reservation.</param>
    public sealed record AlreadyMapped(string Operation, GuestRange Range) : VmError(VmErrorCode.AlreadyMapped, Operation)
    {
        private protected override string Details => $"{Range}";
    }

    /// <summary>The range is not backed, in whole or in part.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Range">The range, or the part of it where that was found.</param>
    public sealed record NotMapped(string Operation, GuestRange Range) : VmError(VmErrorCode.NotMapped, Operation)
    {
        private protected override string Details => $"{Range}";
    }

    /// <summary>Too few or too many frames.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Frames">How many there were.</param>
    /// <param name="Fitting">How many fill the reservation.</param>
    public sealed record FrameCount(string Operation, ulong Frames, ulong Fitting) : VmError(VmErrorCode.FrameCount, Operation)
    {
        private protected override string Details => $"{Frames} frames, {Fitting} fit";
    }

    /// <summary>The frame's size is not a size of pages, or does not fit where it was to go.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Address">Where it was to go.</param>
    /// <param name="Fitting">Size of what fits there.</param>
    public sealed record FrameSize(string Operation, GuestAddress Address, ulong Fitting) : VmError(VmErrorCode.FrameSize, Operation)
    {
        private protected override string Details => $"address {Address}, 0x{Fitting:x} bytes fit";
    }

    /// <summary>The frame is not one for the address that was asked for.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Address">The frame's address.</param>
    /// <param name="Expected">What was asked for.</param>
    public sealed record FrameAddress(string Operation, GuestAddress Address, GuestAddress Expected)
        : VmError(VmErrorCode.FrameAddress, Operation)
    {
        private protected override string Details => $"address {Address}, expected {Expected}";
    }

    /// <summary>A capability is null.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Address">Where its frame was to go; 0 where it is not that of a frame.</param>
    public sealed record NullCapability(string Operation, GuestAddress Address) : VmError(VmErrorCode.NullCapability, Operation)
    {
        private protected override string Details => $"address {Address}";
    }

    /// <summary>The object cannot hold more.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Capacity">How many it can hold.</param>
    public sealed record LimitReached(string Operation, int Capacity) : VmError(VmErrorCode.Limit, Operation)
    {
        private protected override string Details => $"capacity {Capacity}";
    }

    /// <summary>A callback asked for the failure, or answered an undefined value.</summary>
    /// <param name="Operation">The C function that failed.</param>
    /// <param name="Answer">What it answered.</param>
    /// <param name="Address">What it was asked about.</param>
    public sealed record CallbackAnswer(string Operation, int Answer, GuestAddress Address) : VmError(VmErrorCode.Callback, Operation)
    {
        private protected override string Details => $"answer {Answer}, address {Address}";
    }

    /// <summary>
    /// A failure without numbers that mean the same each time: memory is exhausted, the kernel refused, the object is in use or in
    /// another state. The exception has the range, the vCPU or the interrupt.
    /// </summary>
    public sealed record Failure : VmError
    {
        /// <summary>Makes one.</summary>
        /// <param name="code">The reason.</param>
        /// <param name="operation">The C function that failed.</param>
        /// <param name="kernelError">The kernel's answer where a kernel call failed.</param>
        /// <param name="context">What it was about, for people.</param>
        public Failure(VmErrorCode code, string operation, KernelError kernelError = KernelError.None, string context = "")
            : base(code, operation)
        {
            KernelError = kernelError;
            Context = context;
        }

        /// <summary>What it was about, for people: <c>address 0x40000000, size 0x200000</c>. Empty when nothing is known.</summary>
        public string Context { get; }

        private protected override string Details => Context;
    }
}
