// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>What a network device has done, counted since it was made.</summary>
public readonly record struct NetworkCounters
{
    /// <summary>Frames that the guest has sent.</summary>
    public long SentFrames { get; init; }

    /// <summary>Bytes of them.</summary>
    public long SentBytes { get; init; }

    /// <summary>Frames that the guest has received.</summary>
    public long ReceivedFrames { get; init; }

    /// <summary>Bytes of them.</summary>
    public long ReceivedBytes { get; init; }

    /// <summary>Frames of the guest without a whole header, dropped.</summary>
    public long DroppedRunts { get; init; }

    /// <summary>Frames of the guest, or for it, that were longer than its MTU allows, dropped.</summary>
    public long DroppedGiants { get; init; }

    /// <summary>Frames of the guest that asked for what was not negotiated, or for a checksum outside of the frame, dropped.</summary>
    public long DroppedMalformed { get; init; }

    /// <summary>Frames for the guest that arrived faster than it took them, dropped.</summary>
    public long DroppedOverflows { get; init; }

    /// <summary>Frames for the guest that no buffer of it could hold, dropped.</summary>
    public long DroppedTooLongForBuffer { get; init; }

    /// <summary>Frames of the guest, or for it, while the link was down, dropped.</summary>
    public long DroppedLinkDown { get; init; }

    /// <summary>All frames that were dropped.</summary>
    public long Dropped =>
        DroppedRunts + DroppedGiants + DroppedMalformed + DroppedOverflows + DroppedTooLongForBuffer + DroppedLinkDown;
}
