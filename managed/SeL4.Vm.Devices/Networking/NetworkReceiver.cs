// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>Puts frames that wait into the buffers that a driver offers (Virtio 1.2, 5.1.6.4).</summary>
/// <param name="frames">The frames.</param>
/// <param name="tally">Counts them.</param>
internal sealed class NetworkReceiver(FrameQueue frames, NetworkTally tally)
{
    private readonly List<VirtioChain> _chains = [];

    /// <summary>Delivers as many frames as there are buffers for.</summary>
    /// <param name="queue">The queue, which is being served.</param>
    /// <param name="canMerge">A frame may take several buffers.</param>
    /// <param name="canLeaveChecksum">The guest does without checksums.</param>
    /// <exception cref="VirtioProtocolException">The driver broke a rule.</exception>
    public void Serve(VirtioQueue queue, bool canMerge, bool canLeaveChecksum)
    {
        while (frames.Peek() is { } frame)
        {
            ulong needed = (ulong)(NetworkHeader.Bytes + frame.FrameBytes);
            if (Collect(queue, needed, canMerge))
            {
                Deliver(queue, frame.Finish(_chains.Count, canLeaveChecksum));
                NetworkTally.Add(ref tally.ReceivedFrames);
                NetworkTally.Add(ref tally.ReceivedBytes, frame.FrameBytes);
            }
            else if (canMerge || _chains.Count == 0)
            {
                PutBack(queue);
                return;
            }
            else
            {
                // No single buffer holds it; the next frame may be shorter.
                PutBack(queue);
                NetworkTally.Add(ref tally.TooLongForBuffer);
            }

            frames.Remove();
        }
    }

    private bool Collect(VirtioQueue queue, ulong needed, bool canMerge)
    {
        ulong room = 0;
        _chains.Clear();
        while (room < needed && (canMerge || _chains.Count == 0) && queue.TryTake(out VirtioChain? chain))
        {
            NetworkHeader.Require(chain.WritableBytes);
            _chains.Add(chain);
            room += chain.WritableBytes;
        }

        return room >= needed;
    }

    // All buffers but the last one are used to their end, and the driver sees them together.
    private void Deliver(VirtioQueue queue, ReadOnlySpan<byte> bytes)
    {
        foreach (VirtioChain chain in _chains)
        {
            int piece = (int)Math.Min(chain.WritableBytes, (ulong)bytes.Length);
            chain.Write(0, bytes[..piece]);
            queue.Return(chain, (uint)piece);
            bytes = bytes[piece..];
        }
    }

    private void PutBack(VirtioQueue queue)
    {
        for (int i = _chains.Count - 1; i >= 0; i--)
        {
            queue.PutBack(_chains[i]);
        }
    }
}
