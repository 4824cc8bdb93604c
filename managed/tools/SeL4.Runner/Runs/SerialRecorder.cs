// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Runner.Runs;

/// <summary>Sends the text of a serial stream to the terminal and its frames to the suite's record.</summary>
internal sealed class SerialRecorder : ISerialSink
{
    // What is kept for looking at afterwards; the log has everything.
    private const int MaximumText = 4 << 20;

    private readonly SerialRequest _request;
    private readonly StringBuilder _text = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public SerialRecorder(SerialRequest request, SuiteRecorder suite)
    {
        _request = request;
        Suite = suite;
    }

    public SuiteRecorder Suite { get; }

    public string Text => _text.ToString();

    public void OnText(ReadOnlySpan<byte> text)
    {
        _request.Output?.Write(text);
        _request.Output?.Flush();
        Span<char> characters = new char[Encoding.UTF8.GetMaxCharCount(text.Length)];
        int count = _decoder.GetChars(text, characters, flush: false);
        if (_text.Length < MaximumText)
        {
            _text.Append(characters[..count]);
        }
    }

    public void OnFrame(Frame frame)
    {
        Suite.Add(frame);
        _request.FrameSeen?.Invoke(frame);
    }

    public void OnProtocolError(string message) => Suite.AddError(message);
}
