// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// A disk that can be written over an image that is not: what the guest writes is kept in memory, up to a limit, and goes with the
/// program. A write that exceeds the limit fails with an <see cref="IOException"/>; what was written before stays readable.
/// </summary>
/// <param name="image">The image, which is only read. It may complete on any thread.</param>
/// <param name="capacity">Bytes that may be kept, in clusters of 4 KiB, or of the image's block size where that is larger.</param>
/// <exception cref="ArgumentNullException">There is no image.</exception>
/// <exception cref="ArgumentOutOfRangeException">The capacity is negative.</exception>
public sealed class OverlayDisk(IDisk image, long capacity) : ISynchronousDisk
{
    private const int SmallestCluster = 4096;

    private readonly IDisk _image = image ?? throw new ArgumentNullException(nameof(image));
    private readonly int _clusterBytes = Math.Max(SmallestCluster, image.Topology.BlockSize);
    private readonly Dictionary<long, byte[]> _clusters = [];
    private readonly Lock _gate = new();
    private readonly byte[] _zeroes = new byte[Math.Max(SmallestCluster, image.Topology.BlockSize)];

    /// <summary>Bytes that may be kept.</summary>
    public long Capacity { get; } = capacity >= 0 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "The capacity is negative.");

    /// <summary>Bytes that are kept, whole clusters.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_gate)
            {
                return _clusters.Count * (long)_clusterBytes;
            }
        }
    }

    /// <inheritdoc/>
    public long Length => _image.Length;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public bool CanDiscard => true;

    /// <inheritdoc/>
    public DiskTopology Topology => _image.Topology;

    /// <inheritdoc/>
    public async ValueTask ReadAsync(long offset, Memory<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int piece = ReadKept(offset, destination.Span);
            if (piece == 0)
            {
                piece = MeasureImage(offset, destination.Length);
                await _image.ReadAsync(offset, destination[..piece]).ConfigureAwait(false);
            }

            offset += piece;
            destination = destination[piece..];
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> source)
    {
        while (!source.IsEmpty)
        {
            int piece = (int)Math.Min(_clusterBytes - (offset % _clusterBytes), source.Length);
            if (!TryWriteCluster(offset, source.Span[..piece]))
            {
                byte[] cluster = await ReadClusterAsync(offset / _clusterBytes).ConfigureAwait(false);
                Keep(offset, source.Span[..piece], cluster);
            }

            offset += piece;
            source = source[piece..];
        }
    }

    /// <inheritdoc/>
    public bool TryRead(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int piece = ReadKept(offset, destination);
            if (piece == 0)
            {
                piece = MeasureImage(offset, destination.Length);
                if (_image is not ISynchronousDisk synchronous || !synchronous.TryRead(offset, destination[..piece]))
                {
                    return false;
                }
            }

            offset += piece;
            destination = destination[piece..];
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(long offset, ReadOnlySpan<byte> source)
    {
        while (!source.IsEmpty)
        {
            int piece = (int)Math.Min(_clusterBytes - (offset % _clusterBytes), source.Length);
            if (!TryWriteCluster(offset, source[..piece]))
            {
                return false;
            }

            offset += piece;
            source = source[piece..];
        }

        return true;
    }

    /// <summary>Has nothing to do: what is kept lives as long as the program, and the image is not written.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask FlushAsync() => default;

    /// <summary>Gives back the clusters that lie inside of a range; they read as the image again.</summary>
    /// <inheritdoc/>
    public ValueTask DiscardAsync(long offset, long length)
    {
        long first = (offset + _clusterBytes - 1) / _clusterBytes;
        long end = offset + length == Length ? (Length + _clusterBytes - 1) / _clusterBytes : (offset + length) / _clusterBytes;
        lock (_gate)
        {
            for (long cluster = first; cluster < end; cluster++)
            {
                _clusters.Remove(cluster);
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public async ValueTask WriteZeroesAsync(long offset, long length, bool mayDiscard)
    {
        for (long done = 0; done < length;)
        {
            int piece = (int)Math.Min(_clusterBytes - ((offset + done) % _clusterBytes), length - done);
            await WriteAsync(offset + done, _zeroes.AsMemory(0, piece)).ConfigureAwait(false);
            done += piece;
        }
    }

    // Copies from a cluster that is kept, up to its end; 0 when it is not.
    private int ReadKept(long offset, Span<byte> destination)
    {
        lock (_gate)
        {
            if (!_clusters.TryGetValue(offset / _clusterBytes, out byte[]? cluster))
            {
                return 0;
            }

            ReadOnlySpan<byte> kept = cluster.AsSpan((int)(offset % _clusterBytes));
            int piece = Math.Min(kept.Length, destination.Length);
            kept[..piece].CopyTo(destination);
            return piece;
        }
    }

    // Bytes from the offset to the next cluster that is kept.
    private int MeasureImage(long offset, int length)
    {
        lock (_gate)
        {
            long end = offset;
            do
            {
                end = ((end / _clusterBytes) + 1) * _clusterBytes;
            }
            while (end < offset + length && !_clusters.ContainsKey(end / _clusterBytes));

            return (int)Math.Min(end - offset, length);
        }
    }

    // Writes where the cluster is kept, or becomes one without its old contents.
    private bool TryWriteCluster(long offset, ReadOnlySpan<byte> source)
    {
        long number = offset / _clusterBytes;
        lock (_gate)
        {
            if (!_clusters.TryGetValue(number, out byte[]? cluster))
            {
                RequireRoom();
                if (source.Length < Math.Min(_clusterBytes, Length - (number * _clusterBytes)))
                {
                    return false;
                }

                cluster = new byte[_clusterBytes];
                _clusters.Add(number, cluster);
            }

            source.CopyTo(cluster.AsSpan((int)(offset % _clusterBytes)));
            return true;
        }
    }

    private async ValueTask<byte[]> ReadClusterAsync(long number)
    {
        byte[] cluster = new byte[_clusterBytes];
        long start = number * _clusterBytes;
        await _image.ReadAsync(start, cluster.AsMemory(0, (int)Math.Min(_clusterBytes, Length - start))).ConfigureAwait(false);
        return cluster;
    }

    // While the image was read, another write may have made the cluster.
    private void Keep(long offset, ReadOnlySpan<byte> source, byte[] fromImage)
    {
        long number = offset / _clusterBytes;
        lock (_gate)
        {
            if (!_clusters.TryGetValue(number, out byte[]? cluster))
            {
                RequireRoom();
                cluster = fromImage;
                _clusters.Add(number, cluster);
            }

            source.CopyTo(cluster.AsSpan((int)(offset % _clusterBytes)));
        }
    }

    private void RequireRoom()
    {
        if ((_clusters.Count + 1) * (long)_clusterBytes > Capacity)
        {
            throw new IOException($"The overlay is full: {Capacity} bytes are kept at most.");
        }
    }
}
