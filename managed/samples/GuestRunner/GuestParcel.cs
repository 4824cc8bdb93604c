// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SeL4.Vm;

namespace GuestRunner;

/// <summary>
/// What the build driver has put into physical memory: a description of the guest's machine, and the guest's bytes.
/// <c>managed/tools/SeL4.Build/Guests/GuestParcel.cs</c> writes it.
/// </summary>
internal sealed class GuestParcel : IDisposable
{
    private const ulong Address = 0x5000_0000;
    private const ulong LargestSize = 0x1000_0000;
    private const ulong Magic = 0x3347_6d56_344c_6553; // "SeL4VmG3"
    private const uint TraceFlag = 1;
    private const int CopyBytes = 1 << 20;

    // Never runs: its address space is how physical memory comes to the VMM.
    private readonly VirtualMachine _window;
    private readonly Header _header;

    private GuestParcel(VirtualMachine window, in Header header) => (_window, _header) = (window, header);

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
    public bool Trace => (_header.Flags & TraceFlag) != 0;

    /// <summary>How long the guest may run; <see langword="null"/>: for ever.</summary>
    public TimeSpan? TimeLimit => _header.TimeLimit == 0 ? null : TimeSpan.FromMilliseconds(_header.TimeLimit);

    /// <summary>Opens the parcel, if there is one.</summary>
    public static bool TryOpen([NotNullWhen(true)] out GuestParcel? parcel)
    {
        Header header;
        using (VirtualMachine first = Open(GuestMemory.PageBytes))
        {
            header = Read<Header>(first.Memory, Address);
        }

        bool found = header.Magic == Magic && header.Size is > 0 and <= LargestSize;
        parcel = found ? new GuestParcel(Open(new GuestAddress(header.Size).AlignUp(GuestMemory.PageBytes).Value), header) : null;
        return found;
    }

    /// <summary>Copies the guest to where it belongs, past the data cache: it begins with its own caches off.</summary>
    public void CopyTo(GuestRam guest)
    {
        byte[] buffer = new byte[CopyBytes];
        for (ulong i = 0; i < _header.PieceCount; i++)
        {
            ulong at = Address + (ulong)Marshal.SizeOf<Header>() + (i * (ulong)Marshal.SizeOf<Piece>());
            Piece piece = Read<Piece>(_window.Memory, at);
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

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public ulong Magic;
        public ulong Size;
        public ulong RamStart;
        public ulong RamSize;
        public ulong Entry;
        public ulong DeviceTree;
        public uint Vcpus;
        public uint Flags;
        public ulong TimeLimit;
        public ulong PieceCount;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Piece
    {
        public ulong Address;
        public ulong Offset;
        public ulong Size;
    }
}
