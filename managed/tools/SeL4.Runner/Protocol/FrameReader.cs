// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Protocol;

/// <summary>Takes a serial stream apart into text and frames, and checks each frame.</summary>
public sealed class FrameReader
{
    private readonly ISerialSink _sink;
    private readonly List<byte> _frame = [];
    private bool _inFrame;
    private uint _nextSequence;

    /// <summary>Makes a reader that hands what it finds to <paramref name="sink"/>.</summary>
    public FrameReader(ISerialSink sink) => _sink = sink;

    /// <summary>Takes the next bytes of the stream, in pieces of any size.</summary>
    public void Push(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = _inFrame ? ReadFrame(bytes) : ReadText(bytes);
        }
    }

    /// <summary>Says that the stream has ended.</summary>
    public void Finish()
    {
        if (_inFrame)
        {
            _inFrame = false;
            _sink.OnProtocolError("the last frame has no end");
        }
    }

    private ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> bytes)
    {
        int start = bytes.IndexOf(Frame.Start);
        ReadOnlySpan<byte> text = start < 0 ? bytes : bytes[..start];
        if (!text.IsEmpty)
        {
            _sink.OnText(text);
        }

        if (start < 0)
        {
            return [];
        }

        _inFrame = true;
        _frame.Clear();
        return bytes[(start + 1)..];
    }

    private ReadOnlySpan<byte> ReadFrame(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOfAny(Frame.End, Frame.Start);
        _frame.AddRange(end < 0 ? bytes : bytes[..end]);
        if (_frame.Count > Frame.MaximumLength)
        {
            _inFrame = false;
            _sink.OnProtocolError($"a frame is longer than {Frame.MaximumLength} bytes");
            return end < 0 ? [] : bytes[end..];
        }

        if (end < 0)
        {
            return [];
        }

        if (bytes[end] == Frame.Start)
        {
            _sink.OnProtocolError("a frame was cut short by the start of another");
            _frame.Clear();
        }
        else
        {
            _inFrame = false;
            Complete();
        }

        return bytes[(end + 1)..];
    }

    private void Complete()
    {
        Frame? frame = Frame.Parse(_frame.ToArray(), out string error);
        if (frame is null)
        {
            _sink.OnProtocolError(error);
            return;
        }

        if (frame.Sequence < _nextSequence)
        {
            // A number that was used already: a replayed or faked frame, so nothing it says counts.
            _sink.OnProtocolError($"frame {frame.Sequence} ({frame.Verb}) came again: {_nextSequence} was next");
            return;
        }

        if (frame.Sequence > _nextSequence)
        {
            _sink.OnProtocolError($"frame {frame.Sequence} ({frame.Verb}) came where {_nextSequence} was next: frames are missing");
        }

        _nextSequence = frame.Sequence + 1;
        _sink.OnFrame(frame);
    }
}
