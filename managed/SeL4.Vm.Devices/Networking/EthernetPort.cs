// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>A port of an <see cref="EthernetSwitch"/>. Disposing of it pulls the plug: nothing is sent or received any more.</summary>
public sealed class EthernetPort : IEthernetPort, IDisposable
{
    private readonly EthernetSwitch _switch;

    internal EthernetPort(EthernetSwitch owner, string name)
    {
        _switch = owner;
        Name = name;
    }

    /// <summary>A label for people.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public EthernetFrameHandler? Received { get; set; }

    /// <summary>Frames that came from the card.</summary>
    public long SentFrames { get; internal set; }

    /// <summary>Frames from the card that the switch dropped, because their source is not the address of one card.</summary>
    public long InvalidFrames { get; internal set; }

    /// <summary>Addresses that have been learned at this port and are not forgotten.</summary>
    public int AddressCount { get; internal set; }

    internal bool IsConnected { get; set; } = true;

    internal long PurgedAt { get; set; }

    /// <inheritdoc/>
    public void Send(EthernetFrame frame) => _switch.Forward(this, frame);

    /// <summary>Takes the port away from its switch. Doing it again has no effect.</summary>
    public void Dispose() => _switch.Disconnect(this);
}
