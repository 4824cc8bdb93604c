// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Tests.Support;

/// <summary>Keeps what a frame reader finds.</summary>
internal sealed class SerialCollector : ISerialSink
{
    private readonly StringBuilder _text = new();

    public List<Frame> Frames { get; } = [];

    public List<string> Errors { get; } = [];

    public string Text => _text.ToString();

    public static SerialCollector Read(params byte[][] pieces)
    {
        var collector = new SerialCollector();
        var reader = new FrameReader(collector);
        foreach (byte[] piece in pieces)
        {
            reader.Push(piece);
        }

        reader.Finish();
        return collector;
    }

    public void OnText(ReadOnlySpan<byte> text) => _text.Append(Encoding.UTF8.GetString(text));

    public void OnFrame(Frame frame) => Frames.Add(frame);

    public void OnProtocolError(string message) => Errors.Add(message);
}
