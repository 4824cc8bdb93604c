// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;
using System.Numerics;
using SeL4.Vm.Internal;
using SeL4.Vm.Interop;

namespace SeL4.Vm;

/// <content>Access of the VMM to what is backed.</content>
public sealed unsafe partial class GuestMemory
{
    /// <summary>
    /// A range as a span. Writing through it neither marks pages dirty, which <see cref="MarkDirty"/> does, nor cleans the data cache.
    /// </summary>
    /// <param name="range">At most 2 GiB, inside one reservation, all of it mapped.</param>
    /// <returns>The memory, valid until the reservation is unmapped or given back.</returns>
    /// <exception cref="GuestMemoryException">The range is not backed.</exception>
    /// <remarks>Maps to <c>vm_guest_pointer</c>. Constant time for RAM.</remarks>
    public Span<byte> GetSpan(GuestRange range) =>
        TryGetSpan(range, out Span<byte> span) ? span : throw new GuestMemoryException(NativeErrors.Last(Vm), range);

    /// <summary>A range as a span, if it is backed.</summary>
    /// <param name="range">At most 2 GiB, inside one reservation.</param>
    /// <param name="span">The memory, valid until the reservation is unmapped or given back.</param>
    /// <returns>All of the range is mapped.</returns>
    /// <remarks>Maps to <c>vm_guest_pointer</c>.</remarks>
    public bool TryGetSpan(GuestRange range, out Span<byte> span)
    {
        span = default;
        int length = Length(range.Size);
        if (length == 0)
        {
            return true;
        }

        void* pointer = GuestMemoryExtNative.vm_guest_pointer(Vm, (nuint)range.Start.Value, (nuint)range.Size);
        if (pointer != null)
        {
            span = new Span<byte>(pointer, length);
        }

        return pointer != null;
    }

    /// <summary>Copies from the guest. The range may cross reservations.</summary>
    /// <param name="address">First address, of any alignment.</param>
    /// <param name="destination">Receives as many bytes as it holds.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed; nothing is copied.</exception>
    /// <remarks>Maps to <c>vm_guest_read</c>.</remarks>
    public void Read(GuestAddress address, Span<byte> destination)
    {
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
        fixed (byte* buffer = destination)
        {
            return destination.IsEmpty
                || GuestMemoryExtNative.vm_guest_read(Vm, (nuint)address.Value, buffer, (nuint)destination.Length) == 0;
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
        fixed (byte* buffer = source)
        {
            return source.IsEmpty
                || GuestMemoryExtNative.vm_guest_write(Vm, (nuint)address.Value, buffer, (nuint)source.Length) == 0;
        }
    }

    /// <summary>Reads an integer.</summary>
    /// <typeparam name="T">An integer of 1 to 16 bytes.</typeparam>
    /// <param name="address">Its address, of any alignment.</param>
    /// <param name="endianness">Order of its bytes.</param>
    /// <exception cref="GuestMemoryException">A byte of it is not backed.</exception>
    public T Read<T>(GuestAddress address, Endianness endianness = Endianness.Little)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<byte> bytes = stackalloc byte[sizeof(T)];
        Read(address, bytes);
        return endianness == Endianness.Big
            ? T.ReadBigEndian(bytes, isUnsigned: IsUnsigned<T>())
            : T.ReadLittleEndian(bytes, isUnsigned: IsUnsigned<T>());
    }

    /// <summary>Writes an integer.</summary>
    /// <typeparam name="T">An integer of 1 to 16 bytes.</typeparam>
    /// <param name="address">Its address, of any alignment.</param>
    /// <param name="value">The value.</param>
    /// <param name="endianness">Order of its bytes.</param>
    /// <exception cref="GuestMemoryException">A byte of it is not backed; nothing is written.</exception>
    public void Write<T>(GuestAddress address, T value, Endianness endianness = Endianness.Little)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<byte> bytes = stackalloc byte[sizeof(T)];
        if (endianness == Endianness.Big)
        {
            value.WriteBigEndian(bytes);
        }
        else
        {
            value.WriteLittleEndian(bytes);
        }

        Write(address, bytes);
    }

    /// <summary>Copies inside the guest; both ranges may cross reservations, and overlap.</summary>
    /// <param name="source">The bytes to copy, at most 2 GiB.</param>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="GuestMemoryException">A byte of either range is not backed; nothing is copied.</exception>
    public void Copy(GuestRange source, GuestAddress destination)
    {
        int length = Length(source.Size);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Read(source.Start, buffer.AsSpan(0, length));
            Write(destination, buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A range as a stream with a fixed length, for reading, writing and seeking.</summary>
    /// <param name="range">The range; it is checked when bytes are moved.</param>
    public Stream OpenStream(GuestRange range) => new GuestMemoryStream(this, range);

    /// <summary>Marks pages dirty after they were written through a span.</summary>
    /// <param name="range">The bytes that were written.</param>
    /// <exception cref="GuestMemoryException">A byte of the range is not backed.</exception>
    /// <remarks>Maps to <c>vm_mark_dirty</c>.</remarks>
    public void MarkDirty(GuestRange range) =>
        Check(GuestMemoryExtNative.vm_mark_dirty(Vm, (nuint)range.Start.Value, (nuint)range.Size), range);

    private static bool IsUnsigned<T>()
        where T : IBinaryInteger<T> => T.IsNegative(T.Zero - T.One) is false;

    private static int Length(ulong size) => size <= int.MaxValue
        ? (int)size
        : throw new ArgumentOutOfRangeException(nameof(size), size, "At most 2 GiB can be accessed at once.");

    private GuestMemoryException AccessFailed(GuestAddress address, int length) => new(
        NativeErrors.Last(Vm), new GuestRange(address, Math.Min((ulong)length, ulong.MaxValue - address.Value)));
}
