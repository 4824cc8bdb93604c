// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <summary>
/// A frame of physical memory that the program has allocated. Dispose of it after every mapping of it is gone: the
/// memory goes back to the root server then.
/// </summary>
public sealed unsafe class OwnedFrame : IDisposable
{
    private vka_object_t _object;

    private OwnedFrame(vka_object_t @object, PageSize size)
    {
        _object = @object;
        Size = size;
    }

    /// <summary>Size of the frame.</summary>
    public PageSize Size { get; }

    /// <summary>Capability pointer of the frame in the root task's CSpace.</summary>
    /// <exception cref="ObjectDisposedException">The frame was given back.</exception>
    public ulong Capability
    {
        get
        {
            ObjectDisposedException.ThrowIf(_object.cptr == 0, this);
            return _object.cptr;
        }
    }

    /// <summary>Allocates a frame of RAM. Its content is zero.</summary>
    /// <param name="size">Its size.</param>
    /// <exception cref="VirtualMachineException">Memory or capability slots are exhausted.</exception>
    /// <remarks>Maps to <c>vka_alloc_frame</c>.</remarks>
    public static OwnedFrame Allocate(PageSize size = PageSize.Page4KiB)
    {
        vka_object_t result;
        return VkaObjectNative.vka_alloc_frame(null, (ulong)size.Checked(), &result) == 0
            ? new OwnedFrame(result, size)
            : throw OutOfMemory("vka_alloc_frame", 0, size);
    }

    /// <summary>Takes the frame at a physical address, RAM or a device's registers.</summary>
    /// <param name="physicalAddress">A multiple of <paramref name="size"/>.</param>
    /// <param name="size">Its size.</param>
    /// <exception cref="VirtualMachineException">Nothing is there, it is in use, or slots are exhausted.</exception>
    /// <remarks>Maps to <c>vka_alloc_frame_at</c>.</remarks>
    public static OwnedFrame AllocateAt(ulong physicalAddress, PageSize size = PageSize.Page4KiB)
    {
        vka_object_t result;
        return VkaObjectNative.vka_alloc_frame_at(null, (ulong)size.Checked(), (nuint)physicalAddress, &result) == 0
            ? new OwnedFrame(result, size)
            : throw OutOfMemory("vka_alloc_frame_at", physicalAddress, size);
    }

    /// <summary>The frame as an element of a mapping.</summary>
    /// <param name="rights">What the guest may do with it.</param>
    /// <exception cref="ObjectDisposedException">The frame was given back.</exception>
    public Frame ToFrame(MemoryRights rights = MemoryRights.ReadWrite) => new(Capability, Size, rights);

    /// <summary>Gives the frame back. Doing it again has no effect.</summary>
    /// <remarks>Maps to <c>vka_free_object</c>.</remarks>
    public void Dispose()
    {
        if (_object.cptr == 0)
        {
            return;
        }

        fixed (vka_object_t* frame = &_object)
        {
            VkaObjectNative.vka_free_object(null, frame);
        }

        _object = default;
    }

    private static VirtualMachineException OutOfMemory(string operation, ulong address, PageSize size) =>
        new(new VmError(VmErrorCode.OutOfMemory, KernelError.NotEnoughMemory, operation, address, size.Bytes(), 0));
}
