// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Vm.Devices;

/// <summary>A descriptor of a split virtqueue as it lies in the guest's memory, little-endian (Virtio 1.2, 2.7.5).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct VirtioDescriptor
{
    public const int Bytes = 16;

    private const ushort NextFlag = 1;
    private const ushort WriteFlag = 2;
    private const ushort IndirectFlag = 4;

    public readonly ulong Address;
    public readonly uint Length;
    private readonly ushort _flags;
    public readonly ushort Next;

    public bool HasNext => (_flags & NextFlag) != 0;

    public bool IsWritable => (_flags & WriteFlag) != 0;

    public bool IsIndirect => (_flags & IndirectFlag) != 0;
}

/// <summary>A table of descriptors: the queue's own, or an indirect one (2.7.5.3).</summary>
internal readonly record struct VirtioDescriptorTable(GuestAddress Start, uint Count, bool IsIndirect)
{
    /// <summary>Reads one descriptor, once: the driver may change it meanwhile.</summary>
    /// <exception cref="VirtioProtocolException">The table has no such descriptor.</exception>
    /// <exception cref="GuestMemoryException">The table has been taken from the guest.</exception>
    public VirtioDescriptor Read(GuestMemory memory, uint index)
    {
        if (index >= Count)
        {
            throw new VirtioProtocolException($"Descriptor {index} of a table of {Count}.");
        }

        Span<byte> bytes = stackalloc byte[VirtioDescriptor.Bytes];
        memory.ReadShared(Start + (index * (ulong)VirtioDescriptor.Bytes), bytes);
        return MemoryMarshal.Read<VirtioDescriptor>(bytes);
    }

    /// <summary>The table that an indirect descriptor refers to.</summary>
    /// <exception cref="VirtioProtocolException">The driver may not refer to a table there, or the table is none.</exception>
    public VirtioDescriptorTable Indirect(GuestMemory memory, VirtioDescriptor descriptor)
    {
        if (IsIndirect)
        {
            throw new VirtioProtocolException("An indirect table refers to another.");
        }

        if (descriptor.HasNext)
        {
            throw new VirtioProtocolException("A descriptor of an indirect table has a next one.");
        }

        if (descriptor.Length == 0 || descriptor.Length % VirtioDescriptor.Bytes != 0)
        {
            throw new VirtioProtocolException($"An indirect table of {descriptor.Length} bytes; descriptors have {VirtioDescriptor.Bytes}.");
        }

        GuestRange range = VirtioChain.CheckedRange(memory, descriptor.Address, descriptor.Length);
        return new VirtioDescriptorTable(range.Start, descriptor.Length / VirtioDescriptor.Bytes, true);
    }
}
