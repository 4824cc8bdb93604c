// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SeL4.Guests;
using SeL4.Vm;

namespace GuestRunner;

/// <summary>
/// What the build driver has put into physical memory: a description of the guest's machine, and the guest's bytes, as
/// <see cref="ParcelHeader"/> has them.
/// </summary>
internal sealed class GuestParcel : IDisposable
{
    private const ulong Address = ParcelHeader.Address;
    private const int CopyBytes = 1 << 20;

    // Never runs: its address space is how physical memory comes to the VMM.
    private readonly VirtualMachine _window;
    private readonly ParcelHeader _header;

    private GuestParcel(VirtualMachine window, in ParcelHeader header) => (_window, _header) = (window, header);

    /// <summary>The guest's RAM.</summary>
    public GuestRange Ram => new(_header.RamStart, _header.RamSize);

    /// <summary>Its size as <c>--ram</c> has it.</summary>
    public string RamText => _header.RamSize switch
    {
        var size when size % (1ul << 30) == 0 => $"{size >> 30}G",
        var size when size % (1ul << 20) == 0 => $"{size >> 20}M",
        var size => $"{size >> 10}K",
    };

    /// <summary>The guest's first instruction.</summary>
    public GuestAddress Entry => _header.Entry;

    /// <summary>Where the guest's device tree is, in its RAM.</summary>
    public ulong DeviceTree => _header.DeviceTree;

    /// <summary>Number of vCPUs.</summary>
    public int Vcpus => (int)_header.Vcpus;

    /// <summary>Every fault is to be printed.</summary>
    public bool Trace => (_header.Flags & ParcelHeader.TraceFlag) != 0;

    /// <summary>How long the guest may run; <see langword="null"/>: for ever.</summary>
    public TimeSpan? TimeLimit => _header.TimeLimit == 0 ? null : TimeSpan.FromMilliseconds(_header.TimeLimit);

    /// <summary>Opens the parcel, if there is one.</summary>
    public static bool TryOpen([NotNullWhen(true)] out GuestParcel? parcel)
    {
        ParcelHeader header;
        using (VirtualMachine first = Open(GuestMemory.PageBytes))
        {
            header = Read<ParcelHeader>(first.Memory, Address);
        }

        bool found = header.Magic == ParcelHeader.ExpectedMagic && header.Size is > 0 and <= ParcelHeader.LargestSize;
        parcel = found ? new GuestParcel(Open(new GuestAddress(header.Size).AlignUp(GuestMemory.PageBytes).Value), header) : null;
        return found;
    }

    /// <summary>Copies the guest to where it belongs, past the data cache: it begins with its own caches off.</summary>
    public void CopyTo(GuestRam guest)
    {
        byte[] buffer = new byte[CopyBytes];
        for (ulong i = 0; i < _header.PieceCount; i++)
        {
            ulong at = Address + (ulong)Unsafe.SizeOf<ParcelHeader>() + (i * (ulong)Unsafe.SizeOf<ParcelPiece>());
            ParcelPiece piece = Read<ParcelPiece>(_window.Memory, at);
            for (ulong done = 0; done < piece.Size; done += CopyBytes)
            {
                Span<byte> part = buffer.AsSpan(0, (int)Math.Min(CopyBytes, piece.Size - done));
                _window.Memory.Read(Address + piece.Offset + done, part);
                guest.Write(piece.Address + done, part);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _window.Dispose();

    private static VirtualMachine Open(ulong size)
    {
        var window = new VirtualMachine("parcel");
        window.Memory.Reserve(new GuestRange(Address, size), name: "parcel").MapPhysical(Address);
        return window;
    }

    private static T Read<T>(GuestMemory memory, GuestAddress address)
        where T : unmanaged
    {
        T value = default;
        memory.Read(address, MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }
}
