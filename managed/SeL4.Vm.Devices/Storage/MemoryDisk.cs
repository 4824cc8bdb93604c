// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;

namespace SeL4.Vm.Devices;

/// <summary>
/// A disk in memory, at most 2 GiB. Its contents live as long as the program: flushing has nothing to do, since there is no place where
/// they would be safer.
/// </summary>
public sealed class MemoryDisk : ISynchronousDisk
{
    private readonly Memory<byte> _contents;

    /// <summary>Makes a disk of zeroes.</summary>
    /// <param name="length">Bytes, a multiple of 512.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="ArgumentException">The length is no multiple of 512.</exception>
    public MemoryDisk(int length)
        : this(Allocate(length))
    {
    }

    /// <summary>Makes a disk of memory that is there already; the guest's writes change it.</summary>
    /// <param name="contents">A multiple of the block size.</param>
    /// <param name="topology">Its blocks; of 512 bytes unless given.</param>
    /// <exception cref="ArgumentException">The contents are no multiple of the block size.</exception>
    public MemoryDisk(Memory<byte> contents, DiskTopology? topology = null)
    {
        Topology = topology ?? DiskTopology.Default;
        if (contents.Length % Topology.BlockSize != 0)
        {
            throw new ArgumentException($"{contents.Length} bytes are no multiple of the block size, {Topology.BlockSize}.", nameof(contents));
        }

        _contents = contents;
    }

    private MemoryDisk(ReadOnlyMemory<byte> image, DiskTopology? topology)
        : this(MemoryMarshal.AsMemory(image), topology) => IsReadOnly = true;

    /// <inheritdoc/>
    public long Length => _contents.Length;

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <inheritdoc/>
    public bool CanDiscard => false;

    /// <inheritdoc/>
    public DiskTopology Topology { get; }

    /// <summary>Makes a disk of an image that nobody changes.</summary>
    /// <param name="image">A multiple of the block size.</param>
    /// <param name="topology">Its blocks; of 512 bytes unless given.</param>
    /// <exception cref="ArgumentException">The image is no multiple of the block size.</exception>
    public static MemoryDisk ReadOnly(ReadOnlyMemory<byte> image, DiskTopology? topology = null) => new(image, topology);

    /// <inheritdoc/>
    public ValueTask ReadAsync(long offset, Memory<byte> destination)
    {
        Part(offset, destination.Length).CopyTo(destination.Span);
        return default;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The disk is read-only.</exception>
    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> source)
    {
        RequireWritable();
        source.Span.CopyTo(Part(offset, source.Length));
        return default;
    }

    /// <inheritdoc/>
    public bool TryRead(long offset, Span<byte> destination)
    {
        Part(offset, destination.Length).CopyTo(destination);
        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The disk is read-only.</exception>
    public bool TryWrite(long offset, ReadOnlySpan<byte> source)
    {
        RequireWritable();
        source.CopyTo(Part(offset, source.Length));
        return true;
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync() => default;

    /// <inheritdoc/>
    public ValueTask DiscardAsync(long offset, long length) => default;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The disk is read-only.</exception>
    public ValueTask WriteZeroesAsync(long offset, long length, bool mayDiscard)
    {
        RequireWritable();
        Part(offset, length).Clear();
        return default;
    }

    private static byte[] Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new byte[length];
    }

    private Span<byte> Part(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return _contents.Span.Slice((int)offset, (int)length);
    }

    private void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw new NotSupportedException("The disk is read-only.");
        }
    }
}
