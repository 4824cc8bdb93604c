// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Devices;

/// <summary>
/// An Ethernet switch for the cards of one VMM's guests. It learns at which port an address is, from the frames that come from there, and
/// forgets it after a while; frames for addresses that it does not know, and for several cards, go to all other ports. Any thread may
/// use it; a frame is delivered on the thread that sends it.
/// </summary>
public sealed class EthernetSwitch
{
    /// <summary>Addresses that are learned at each port, unless the constructor is given another number.</summary>
    public const int DefaultAddressesPerPort = 256;

    private static readonly TimeSpan PurgeInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<MacAddress, Entry> _table = [];
    private readonly Lock _gate = new();
    private readonly int _addressesPerPort;
    private EthernetPort[] _ports = [];

    /// <summary>Makes a switch without ports.</summary>
    /// <param name="time">What the age of addresses is measured by; the system's clock unless given.</param>
    /// <param name="ageing">How long an address is remembered after its last frame; 300 seconds unless given (IEEE 802.1Q, 8.8.3).</param>
    /// <param name="addressesPerPort">
    /// Most addresses that are learned at a port: a guest that makes up addresses loses the place for its own, not for others'.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The age is not positive, or the number of addresses is not.</exception>
    public EthernetSwitch(TimeProvider? time = null, TimeSpan? ageing = null, int addressesPerPort = DefaultAddressesPerPort)
    {
        Ageing = ageing ?? TimeSpan.FromSeconds(300);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Ageing, TimeSpan.Zero, nameof(ageing));
        ArgumentOutOfRangeException.ThrowIfLessThan(addressesPerPort, 1);
        _time = time ?? TimeProvider.System;
        _addressesPerPort = addressesPerPort;
    }

    /// <summary>How long an address is remembered after its last frame.</summary>
    public TimeSpan Ageing { get; }

    /// <summary>Records each frame that comes from a port, if there is one. The switch does not dispose of it.</summary>
    public PacketCapture? Capture { get; set; }

    /// <summary>The ports, in the order in which they were connected.</summary>
    public IReadOnlyList<EthernetPort> Ports => _ports;

    /// <summary>Makes a port.</summary>
    /// <param name="name">A label for people.</param>
    /// <returns>The port, for a card to use, and for the caller to dispose of.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public EthernetPort Connect(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var port = new EthernetPort(this, name) { PurgedAt = _time.GetTimestamp() };
        lock (_gate)
        {
            _ports = [.. _ports, port];
        }

        return port;
    }

    internal void Disconnect(EthernetPort port)
    {
        lock (_gate)
        {
            port.IsConnected = false;
            _ports = [.. _ports.Where(p => p != port)];
            Forget(entry => entry.Port == port);
        }
    }

    internal void Forward(EthernetPort from, EthernetFrame frame)
    {
        EthernetPort[] ports;
        EthernetPort? known;
        lock (_gate)
        {
            if (!from.IsConnected || !Learn(from, frame.Source))
            {
                return;
            }

            known = Find(frame.Destination);
            ports = _ports;
        }

        Capture?.Write(frame);
        if (known is not null)
        {
            Deliver(known, from, frame);
        }
        else if (!frame.Destination.IsReserved)
        {
            foreach (EthernetPort port in ports)
            {
                Deliver(port, from, frame);
            }
        }
    }

    private static void Deliver(EthernetPort port, EthernetPort from, EthernetFrame frame)
    {
        if (port != from)
        {
            port.Received?.Invoke(frame);
        }
    }

    // Remembers where the sender is. A frame that says that several cards have sent it is no frame.
    private bool Learn(EthernetPort port, MacAddress source)
    {
        if (source.IsMulticast)
        {
            port.InvalidFrames++;
            return false;
        }

        port.SentFrames++;
        long now = _time.GetTimestamp();
        if (_table.TryGetValue(source, out Entry entry) && entry.Port == port)
        {
            _table[source] = new Entry(port, now);
        }
        else if (HasRoom(port, now))
        {
            Move(source, port, now);
        }

        return true;
    }

    private void Move(MacAddress address, EthernetPort port, long now)
    {
        if (_table.TryGetValue(address, out Entry entry))
        {
            entry.Port.AddressCount--;
        }

        _table[address] = new Entry(port, now);
        port.AddressCount++;
    }

    // Where a port has learned too much, what is old is looked for, but not for each frame.
    private bool HasRoom(EthernetPort port, long now)
    {
        if (port.AddressCount >= _addressesPerPort && _time.GetElapsedTime(port.PurgedAt, now) >= PurgeInterval)
        {
            port.PurgedAt = now;
            Forget(entry => IsOld(entry, now));
        }

        return port.AddressCount < _addressesPerPort;
    }

    private EthernetPort? Find(MacAddress address) =>
        !address.IsMulticast && _table.TryGetValue(address, out Entry entry) && !IsOld(entry, _time.GetTimestamp()) ? entry.Port : null;

    private bool IsOld(Entry entry, long now) => _time.GetElapsedTime(entry.SeenAt, now) > Ageing;

    private void Forget(Predicate<Entry> isForgotten)
    {
        foreach ((MacAddress address, Entry entry) in _table)
        {
            if (isForgotten(entry))
            {
                _table.Remove(address);
                entry.Port.AddressCount--;
            }
        }
    }

    private readonly record struct Entry(EthernetPort Port, long SeenAt);
}
