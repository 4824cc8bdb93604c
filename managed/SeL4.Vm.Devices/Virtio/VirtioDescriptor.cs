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

/// <summary>
/// A table of descriptors: the queue's own, or an indirect one (2.7.5.3). It is read in place where it lies in one reservation. It is
/// valid until the guest's memory is asked for anything else.
/// </summary>
internal readonly ref struct VirtioDescriptorTable
{
    private const ulong LargestBytes = (ushort.MaxValue + 1) * (ulong)VirtioDescriptor.Bytes;

    private readonly GuestMemory _memory;
    private readonly GuestRange _range;
    private readonly ReadOnlySpan<byte> _span;
    private readonly bool _isIndirect;

    private VirtioDescriptorTable(GuestMemory memory, GuestRange range, bool isIndirect)
    {
        _memory = memory;
        _range = range;
        _isIndirect = isIndirect;
        _span = memory.TryGetSpan(range, out Span<byte> span) ? span : default;
    }

    private uint Count => (uint)(_range.Size / VirtioDescriptor.Bytes);

    /// <summary>The table of a queue, whose areas have been checked.</summary>
    public static VirtioDescriptorTable OfQueue(GuestMemory memory, ulong address, uint count) =>
        new(memory, new GuestRange(address, count * (ulong)VirtioDescriptor.Bytes), isIndirect: false);

    /// <summary>Reads one descriptor, once: the driver may change it meanwhile.</summary>
    /// <exception cref="VirtioProtocolException">The table has no such descriptor.</exception>
    /// <exception cref="GuestMemoryException">The table has been taken from the guest.</exception>
    public VirtioDescriptor Read(uint index)
    {
        if (index >= Count)
        {
            throw new VirtioProtocolException($"Descriptor {index} of a table of {Count}.");
        }

        int offset = (int)index * VirtioDescriptor.Bytes;
        if (!_span.IsEmpty)
        {
            return MemoryMarshal.Read<VirtioDescriptor>(_span[offset..]);
        }

        Span<byte> bytes = stackalloc byte[VirtioDescriptor.Bytes];
        _memory.Read(_range.Start + (ulong)offset, bytes);
        return MemoryMarshal.Read<VirtioDescriptor>(bytes);
    }

    /// <summary>The table that an indirect descriptor refers to.</summary>
    /// <exception cref="VirtioProtocolException">The driver may not refer to a table there, or the table is none.</exception>
    public VirtioDescriptorTable Indirect(VirtioDescriptor descriptor)
    {
        if (_isIndirect)
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

        // An index has 16 bits: what lies behind the last one cannot be reached.
        GuestRange range = VirtioChain.CheckedRange(_memory, descriptor.Address, descriptor.Length);
        return new(_memory, range.Slice(0, Math.Min(range.Size, LargestBytes)), isIndirect: true);
    }
}
