// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Protocol;

/// <summary>Takes the parts of a serial stream in their order.</summary>
public interface ISerialSink
{
    /// <summary>Bytes that belong to no frame: what a user sees.</summary>
    void OnText(ReadOnlySpan<byte> text);

    /// <summary>A frame whose checksum and number are right.</summary>
    void OnFrame(Frame frame);

    /// <summary>A breach of the protocol; the run has failed, whatever comes after it.</summary>
    void OnProtocolError(string message);
}
