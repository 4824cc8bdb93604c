// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm;

/// <summary>The program's frames that a mapping uses: none is given back before it lets go of them.</summary>
internal sealed class HeldFrames : IDisposable
{
    private readonly Dictionary<ulong, OwnedFrame> _frames = [];

    /// <summary>Holds the frame that is to be mapped at an address, in place of one that was to be and could not.</summary>
    public void Hold(ulong address, ulong capability)
    {
        OwnedFrame? frame = OwnedFrame.TryHold(capability);
        _frames.GetValueOrDefault(address)?.LetGo();
        _frames.Remove(address);
        if (frame is not null)
        {
            _frames.Add(address, frame);
        }
    }

    public void Dispose()
    {
        foreach (OwnedFrame frame in _frames.Values)
        {
            frame.LetGo();
        }

        _frames.Clear();
    }
}
