// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>A range of guest memory as a stream.</summary>
internal sealed class GuestMemoryStream(GuestMemory memory, GuestRange range) : Stream
{
    private ulong _position;
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => !_closed;

    public override bool CanWrite => !_closed;

    public override long Length
    {
        get
        {
            CheckOpen();
            return (long)range.Size;
        }
    }

    public override long Position
    {
        get
        {
            CheckOpen();
            return (long)_position;
        }

        set
        {
            CheckOpen();
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = (ulong)value;
        }
    }

    private ulong Remaining => _position >= range.Size ? 0 : range.Size - _position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        CheckOpen();
        int count = (int)Math.Min((ulong)buffer.Length, Remaining);
        if (count > 0)
        {
            memory.Read(range.Start + _position, buffer[..count]);
            _position += (ulong)count;
        }

        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckOpen();
        if ((ulong)buffer.Length > Remaining)
        {
            throw new IOException($"{buffer.Length} bytes do not fit behind position {_position} of {range}.");
        }

        memory.Write(range.Start + _position, buffer);
        _position += (ulong)buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            SeekOrigin.End => Length + offset,
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "An unknown origin."),
        };
        return Position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("The length of guest memory is fixed.");

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        base.Dispose(disposing);
    }

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_closed, this);
}
