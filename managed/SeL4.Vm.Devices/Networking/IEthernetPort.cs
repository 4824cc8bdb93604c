// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A place where a network card is plugged in: what it sends goes somewhere, and what comes from there is given to it.</summary>
public interface IEthernetPort
{
    /// <summary>
    /// Called with each frame for the card, on the thread of whoever sends it; the frame is valid during the call. It must not wait. The
    /// card sets it.
    /// </summary>
    EthernetFrameHandler? Received { get; set; }

    /// <summary>The card sends a frame. Any thread may call it.</summary>
    /// <param name="frame">The frame, which the port does not keep.</param>
    void Send(EthernetFrame frame);
}

/// <summary>Takes a frame.</summary>
/// <param name="frame">The frame, valid during the call.</param>
public delegate void EthernetFrameHandler(EthernetFrame frame);
