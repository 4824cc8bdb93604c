// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;
using System.Numerics;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>Access of the VMM to what is backed.</content>
public sealed unsafe partial class GuestMemory
{
    private const int CopyBytes = 64 << 10;

    /// <summary>
    /// A range as a span. Writing through it neither marks pages dirty, which <see cref="MarkDirty"/> does, nor cleans the data cache.
    /// </summary>
    /// <param name="range">Less than 2 GiB, inside one reservation, all of it mapped.</param>
    /// <returns>The memory, valid until the reservation is unmapped or given back.</returns>
    /// <exception cref="GuestMemoryException">The range is not backed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range has 2 GiB or more, which no span can hold.</exception>
    /// <remarks>Maps to <c>vm_guest_pointer</c>. Constant time for RAM.</remarks>
    public Span<byte> GetSpan(GuestRange range) =>
        TryGetSpan(range, out Span<byte> span) ? span : throw new GuestMemoryException(NativeErrors.Last(Vm), range);

    /// <summary>A range as a span, if it is backed.</summary>
    /// <param name="range">Less than 2 GiB, inside one reservation.</param>
    /// <param name="span">The memory, valid until the reservation is unmapped or given back.</param>
    /// <returns>All of the range is mapped.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range has 2 GiB or more, which no span can hold.</exception>
    /// <remarks>Maps to <c>vm_guest_pointer</c>.</remarks>
    public bool TryGetSpan(GuestRange range, out Span<byte> span)
    {
        span = default;
        RequireSpanSize(range);
        if (range.IsEmpty)
        {
            return true;
        }

        void* pointer;
        using (NativeCall call = Machine.Calling())
        {
            pointer = GuestMemoryExtNative.vm_guest_pointer(Vm, (nuint)range.Start.Value, (nuint)range.Size);
            call.Rethrow();
        }

        // A frame source may have disposed of the VM.
        ObjectDisposedException.ThrowIf(Machine.IsDisposed, Machine);
        if (pointer != null)
        {
            span = new Span<byte>(pointer, (int)range.Size);
        }

        return pointer != null;
    }

    /// <summary>
    /// Whether every byte of a range can be read and written by the VMM. The range may cross reservations. Pages that are mapped on
    /// first touch are mapped.
    /// </summary>
    /// <param name="range">The range; an empty one is backed.</param>
    /// <returns>All of the range is mapped.</returns>
    /// <remarks>Maps to <c>vm_find_reservation</c>, <c>vm_get_reservation_memory_region</c> and <c>vm_guest_pointer</c>, once for each reservation.</remarks>
    public bool IsBacked(GuestRange range)
    {
        for (ulong done = 0; done < range.Size;)
        {
            nuint at = (nuint)(range.Start.Value + done);
            vm_memory_reservation_t* reservation = GuestMemoryExtNative.vm_find_reservation(Vm, at);
            nuint start = at;
            nuint length = 1;
            if (reservation != null)
            {
                GuestMemoryNative.vm_get_reservation_memory_region(reservation, &start, &length);
            }

            ulong piece = Math.Min(range.Size - done, start + length - at);
            using NativeCall call = Machine.Calling();
            bool isBacked = GuestMemoryExtNative.vm_guest_pointer(Vm, at, (nuint)piece) != null;
            call.Rethrow();
            if (!isBacked)
            {
                return false;
            }

            done += piece;
        }

        return true;
    }

    /// <summary>Copies from the guest. The range may cross reservations.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed; nothing is copied.</exception>
    /// <remarks>Maps to <c>vm_guest_read</c>.</remarks>
    public void Read(GuestAddress address, Span<byte> destination)
    {
        using NativeCall call = Machine.Calling();
        if (!TryRead(address, destination))
        {
            throw AccessFailed(address, destination.Length);
        }
    }

    /// <summary>Copies from the guest, if all of the range is backed.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <returns>The range was backed; otherwise nothing is copied.</returns>
    /// <remarks>Maps to <c>vm_guest_read</c>.</remarks>
    public bool TryRead(GuestAddress address, Span<byte> destination)
    {
        using NativeCall call = Machine.Calling();
        fixed (byte* buffer = destination)
        {
            bool done = destination.IsEmpty
                || GuestMemoryExtNative.vm_guest_read(Vm, (nuint)address.Value, buffer, (nuint)destination.Length) == 0;
            call.Rethrow();
            return done;
        }
    }

    /// <summary>Copies to the guest and marks the pages dirty; see <see cref="GuestRam.CleansCache"/>. The range may cross reservations.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="source">The bytes.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed, and nothing is copied; or the kernel refuses to
    /// clean the cache, and everything is copied.</exception>
    /// <remarks>Maps to <c>vm_guest_write</c>.</remarks>
    public void Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        using NativeCall call = Machine.Calling();
        if (!TryWrite(address, source))
        {
            throw AccessFailed(address, source.Length);
        }
    }

    /// <summary>Copies to the guest and marks the pages dirty, if all of the range is backed.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>The range was backed; otherwise nothing is copied.</returns>
    /// <remarks>Maps to <c>vm_guest_write</c>.</remarks>
    public bool TryWrite(GuestAddress address, ReadOnlySpan<byte> source)
    {
        using NativeCall call = Machine.Calling();
        fixed (byte* buffer = source)
        {
            bool done = source.IsEmpty
                || GuestMemoryExtNative.vm_guest_write(Vm, (nuint)address.Value, buffer, (nuint)source.Length) == 0;
            call.Rethrow();
            return done;
        }
    }

    /// <summary>Reads an integer.</summary>
    /// <typeparam name="T">An integer of 1 to 16 bytes.</typeparam>
    /// <param name="address">Its address, of any alignment.</param>
    /// <param name="endianness">Order of its bytes.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such order of bytes.</exception>
    /// <exception cref="GuestMemoryException">A byte of it is not backed.</exception>
    /// <remarks>Maps to <c>vm_guest_read</c>.</remarks>
    public T Read<T>(GuestAddress address, Endianness endianness = Endianness.Little)
        where T : unmanaged, IBinaryInteger<T>
    {
        bool isBig = IsBig(endianness);
        Span<byte> bytes = stackalloc byte[sizeof(T)];
        Read(address, bytes);
        return isBig
            ? T.ReadBigEndian(bytes, isUnsigned: IsUnsigned<T>())
            : T.ReadLittleEndian(bytes, isUnsigned: IsUnsigned<T>());
    }

    /// <summary>Writes an integer.</summary>
    /// <typeparam name="T">An integer of 1 to 16 bytes.</typeparam>
    /// <param name="address">Its address, of any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="endianness">Order of its bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such order of bytes.</exception>
    /// <exception cref="GuestMemoryException">A byte of it is not backed; nothing is written.</exception>
    /// <remarks>Maps to <c>vm_guest_write</c>.</remarks>
    public void Write<T>(GuestAddress address, T value, Endianness endianness = Endianness.Little)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<byte> bytes = stackalloc byte[sizeof(T)];
        if (IsBig(endianness))
        {
            value.WriteBigEndian(bytes);
        }
        else
        {
            value.WriteLittleEndian(bytes);
        }

        Write(address, bytes);
    }

    /// <summary>
    /// Copies inside the guest and marks the pages dirty; see <see cref="GuestRam.CleansCache"/>. Both ranges may cross reservations,
    /// and overlap. It goes piece by piece, with a buffer of 64 KiB at most.
    /// </summary>
    /// <param name="source">The bytes to copy.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="GuestMemoryException">A byte of either range is not backed; nothing is copied.</exception>
    /// <remarks>Maps to <c>vm_guest_read</c> and <c>vm_guest_write</c>.</remarks>
    public void Copy(GuestRange source, GuestAddress destination)
    {
        using NativeCall call = Machine.Calling();
        if (source.Size > CopyBytes)
        {
            RequireBacked(source.Start, source.Size);
            RequireBacked(destination, source.Size);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(source.Size, CopyBytes));
        try
        {
            // Where the ranges overlap, no byte is written before it has been read.
            bool isUpwards = destination <= source.Start;
            for (ulong done = 0; done < source.Size;)
            {
                int piece = (int)Math.Min(source.Size - done, CopyBytes);
                ulong offset = isUpwards ? done : source.Size - done - (ulong)piece;
                Read(source.Start + offset, buffer.AsSpan(0, piece));
                Write(destination + offset, buffer.AsSpan(0, piece));
                done += (ulong)piece;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A range as a stream with a fixed length, for reading, writing and seeking.</summary>
    /// <param name="range">The range; it is checked when bytes are moved.</param>
    /// <returns>The stream. It holds nothing that would have to be given back.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range has more bytes than a stream can count, 2 to the power of 63.</exception>
    /// <remarks>Maps to <c>vm_guest_read</c> and <c>vm_guest_write</c>, which say what may fail.</remarks>
    public Stream OpenStream(GuestRange range) => range.Size <= long.MaxValue
        ? new GuestMemoryStream(this, range)
        : throw new ArgumentOutOfRangeException(nameof(range), range, $"A stream has at most 0x{long.MaxValue:x} bytes.");

    /// <summary>Marks pages dirty after they were written through a span.</summary>
    /// <param name="range">The bytes that were written.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed.</exception>
    /// <remarks>Maps to <c>vm_mark_dirty</c>.</remarks>
    public void MarkDirty(GuestRange range)
    {
        // Where nothing is tracked, only a range that is not backed makes a difference.
        if (!TryFindKnown(range, out _) || _counters->trackings != 0)
        {
            Check(GuestMemoryExtNative.vm_mark_dirty(Vm, (nuint)range.Start.Value, (nuint)range.Size), range);
        }
    }

    private static bool IsUnsigned<T>()
        where T : IBinaryInteger<T> => T.IsNegative(T.Zero - T.One) is false;

    private static bool IsBig(Endianness endianness) => endianness is Endianness.Little or Endianness.Big
        ? endianness == Endianness.Big
        : throw new ArgumentOutOfRangeException(nameof(endianness), endianness, "Integers are little-endian or big-endian.");

    // Every page can be had, so that a copy in pieces does not fail half-way.
    private void RequireBacked(GuestAddress address, ulong size)
    {
        GuestRange range = GuestRange.Cut(address, size);
        Check(IsBacked(range) && range.Size == size ? 0 : -1, range);
    }

    private GuestMemoryException AccessFailed(GuestAddress address, int length) => new(
        NativeErrors.Last(Vm), GuestRange.Cut(address, (ulong)length));
}
