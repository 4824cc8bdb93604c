// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>Counts what a network device does, on any thread.</summary>
internal sealed class NetworkTally
{
#pragma warning disable CA1051 // Counted by reference.
    public long SentFrames;
    public long SentBytes;
    public long ReceivedFrames;
    public long ReceivedBytes;
    public long Runts;
    public long Giants;
    public long Malformed;
    public long Overflows;
    public long TooLongForBuffer;
    public long LinkDown;
#pragma warning restore CA1051

    public NetworkCounters Counters => new()
    {
        SentFrames = Interlocked.Read(ref SentFrames),
        SentBytes = Interlocked.Read(ref SentBytes),
        ReceivedFrames = Interlocked.Read(ref ReceivedFrames),
        ReceivedBytes = Interlocked.Read(ref ReceivedBytes),
        DroppedRunts = Interlocked.Read(ref Runts),
        DroppedGiants = Interlocked.Read(ref Giants),
        DroppedMalformed = Interlocked.Read(ref Malformed),
        DroppedOverflows = Interlocked.Read(ref Overflows),
        DroppedTooLongForBuffer = Interlocked.Read(ref TooLongForBuffer),
        DroppedLinkDown = Interlocked.Read(ref LinkDown),
    };

    public static void Add(ref long counter, long amount = 1) => Interlocked.Add(ref counter, amount);
}
