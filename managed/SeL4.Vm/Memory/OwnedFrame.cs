// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A frame of physical memory that the program has allocated, and that is the program's to dispose of. The memory goes
/// back to the root server when it has been disposed of and the last mapping of it that <c>SeL4.Vm</c> made is gone,
/// whichever comes last. Any thread may use it.
/// </summary>
/// <remarks>Maps to <c>vka_object_t</c>. Mappings made with <c>SeL4.Vm.Interop</c> are not known here: they must be gone first.</remarks>
public sealed unsafe class OwnedFrame : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<ulong, OwnedFrame> Live = [];

    private vka_object_t _object;
    private int _mappings;
    private bool _disposed;

    private OwnedFrame(vka_object_t @object, PageSize size)
    {
        _object = @object;
        Size = size;
        lock (Gate)
        {
            Live[@object.cptr] = this;
        }
    }

    /// <summary>Size of the frame.</summary>
    public PageSize Size { get; }

    /// <summary>Capability pointer of the frame in the root task's CSpace. It stays the frame's.</summary>
    /// <exception cref="ObjectDisposedException">The frame was given back.</exception>
    public ulong Capability
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _object.cptr;
        }
    }

    /// <summary>Allocates a frame of RAM. Its content is zero.</summary>
    /// <param name="size">Its size.</param>
    /// <returns>The frame, for the caller to dispose of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such size.</exception>
    /// <exception cref="VirtualMachineException">Memory or capability slots are exhausted.</exception>
    /// <remarks>Maps to <c>vka_alloc_frame</c>.</remarks>
    public static OwnedFrame Allocate(PageSize size = PageSize.Page4KiB) =>
        TryAllocate(size, out OwnedFrame? frame) ? frame : throw OutOfMemory("vka_alloc_frame", 0, size);

    /// <summary>Allocates a frame of RAM, if there is one. Its content is zero.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="frame">The frame, for the caller to dispose of.</param>
    /// <returns>There was memory, and a capability slot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such size.</exception>
    /// <remarks>Maps to <c>vka_alloc_frame</c>.</remarks>
    public static bool TryAllocate(PageSize size, [NotNullWhen(true)] out OwnedFrame? frame)
    {
        vka_object_t result;
        frame = VkaObjectNative.vka_alloc_frame(null, (ulong)size.Checked(), &result) == 0 ? new OwnedFrame(result, size) : null;
        return frame is not null;
    }

    /// <summary>Takes the frame at a physical address, RAM or a device's registers.</summary>
    /// <param name="physicalAddress">A multiple of <paramref name="size"/>.</param>
    /// <param name="size">Its size.</param>
    /// <returns>The frame, for the caller to dispose of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such size.</exception>
    /// <exception cref="VirtualMachineException">Nothing is there, it is in use, or slots are exhausted.</exception>
    /// <remarks>Maps to <c>vka_alloc_frame_at</c>.</remarks>
    public static OwnedFrame AllocateAt(ulong physicalAddress, PageSize size = PageSize.Page4KiB) =>
        TryAllocateAt(physicalAddress, size, out OwnedFrame? frame) ? frame : throw OutOfMemory("vka_alloc_frame_at", physicalAddress, size);

    /// <summary>Takes the frame at a physical address, if it is free.</summary>
    /// <param name="physicalAddress">A multiple of <paramref name="size"/>.</param>
    /// <param name="size">Its size.</param>
    /// <param name="frame">The frame, for the caller to dispose of.</param>
    /// <returns>The frame was free, and there was a capability slot.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such size.</exception>
    /// <remarks>Maps to <c>vka_alloc_frame_at</c>.</remarks>
    public static bool TryAllocateAt(ulong physicalAddress, PageSize size, [NotNullWhen(true)] out OwnedFrame? frame)
    {
        vka_object_t result;
        frame = VkaObjectNative.vka_alloc_frame_at(null, (ulong)size.Checked(), (nuint)physicalAddress, &result) == 0
            ? new OwnedFrame(result, size)
            : null;
        return frame is not null;
    }

    /// <summary>The frame as an element of a mapping.</summary>
    /// <param name="rights">What the guest may do with it.</param>
    /// <exception cref="ObjectDisposedException">The frame was given back.</exception>
    public Frame ToFrame(MemoryRights rights = MemoryRights.ReadWrite) => new(Capability, Size, rights);

    /// <summary>
    /// Gives the frame back: at once, or when the last mapping of it is gone, until when guest and VMM keep the memory.
    /// Doing it again has no effect.
    /// </summary>
    /// <remarks>Maps to <c>vka_free_object</c>.</remarks>
    public void Dispose()
    {
        lock (Gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                Settle();
            }
        }
    }

    /// <summary>The frame with a capability, which is about to be mapped; <see langword="null"/> when it is not one of these.</summary>
    internal static OwnedFrame? TryHold(ulong capability)
    {
        lock (Gate)
        {
            if (Live.TryGetValue(capability, out OwnedFrame? frame))
            {
                frame._mappings++;
            }

            return frame;
        }
    }

    /// <summary>A mapping is gone.</summary>
    internal void LetGo()
    {
        lock (Gate)
        {
            _mappings--;
            Settle();
        }
    }

    private void Settle()
    {
        if (!_disposed || _mappings != 0)
        {
            return;
        }

        Live.Remove(_object.cptr);
        fixed (vka_object_t* frame = &_object)
        {
            VkaObjectNative.vka_free_object(null, frame);
        }

        _object = default;
    }

    private static VirtualMachineException OutOfMemory(string operation, ulong address, PageSize size) =>
        new(new VmError.Failure(
            VmErrorCode.OutOfMemory, operation, KernelError.NotEnoughMemory, $"physical address 0x{address:x}, size 0x{size.Bytes():x}"));
}
