// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers;
using System.Buffers.Binary;

namespace SeL4.Vm.Devices;

/// <summary>
/// Writes frames to a stream in the format of pcap with times in nanoseconds, which Wireshark and tcpdump read. Checksums that are still
/// to be added are added. A stream that fails ends the capture, not the network: <see cref="Failure"/> says why. Any thread may use it.
/// </summary>
public sealed class PacketCapture : IDisposable
{
    // The file's header: magic number of times in nanoseconds, version 2.4, Ethernet (draft-ietf-opsawg-pcap, 4).
    private const uint Magic = 0xa1b2_3c4d;
    private const ushort Major = 2;
    private const ushort Minor = 4;
    private const uint LinkEthernet = 1;
    private const int HeaderBytes = 24;
    private const int RecordBytes = 16;
    private const int NanosecondsPerTick = 100;

    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly int _mostBytes;
    private readonly bool _leaveOpen;
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>Begins a capture by writing the file's header.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="time">What frames are timed by; the system's clock unless given.</param>
    /// <param name="mostBytes">Bytes of a frame that are kept; of a longer one, its start.</param>
    /// <param name="leaveOpen">Disposing of the capture leaves the stream open.</param>
    /// <exception cref="ArgumentNullException">There is no stream.</exception>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer bytes than an Ethernet header are to be kept.</exception>
    public PacketCapture(Stream stream, TimeProvider? time = null, int mostBytes = 0x4_0000, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBytes, EthernetFrame.HeaderBytes);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written.", nameof(stream));
        }

        _stream = stream;
        _time = time ?? TimeProvider.System;
        _mostBytes = mostBytes;
        _leaveOpen = leaveOpen;
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Major);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], Minor);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], mostBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkEthernet);
        stream.Write(header);
    }

    /// <summary>Frames that have been written.</summary>
    public long FrameCount { get; private set; }

    /// <summary>Why the capture ended; <see langword="null"/> while it goes on.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Writes a frame, unless the capture has ended.</summary>
    /// <param name="frame">The frame.</param>
    public void Write(EthernetFrame frame)
    {
        int length = frame.Bytes.Length;
        byte[] record = ArrayPool<byte>.Shared.Rent(RecordBytes + length);
        try
        {
            frame.CopyTo(record.AsSpan(RecordBytes));
            int kept = Math.Min(length, _mostBytes);
            long ticks = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
            BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(ticks / TimeSpan.TicksPerSecond));
            BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), (uint)(ticks % TimeSpan.TicksPerSecond) * NanosecondsPerTick);
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(8), kept);
            BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), length);
            Append(record.AsSpan(0, RecordBytes + kept));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    /// <summary>Ends the capture, and flushes and closes the stream. Doing it again has no effect.</summary>
    /// <exception cref="IOException">The stream could not be flushed.</exception>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            try
            {
                _stream.Flush();
            }
            finally
            {
                if (!_leaveOpen)
                {
                    _stream.Dispose();
                }
            }
        }
    }

    private void Append(ReadOnlySpan<byte> record)
    {
        lock (_gate)
        {
            if (_isDisposed || Failure is not null)
            {
                return;
            }

            try
            {
                _stream.Write(record);
                FrameCount++;
            }
            catch (IOException exception)
            {
                Failure = exception;
            }
        }
    }
}
