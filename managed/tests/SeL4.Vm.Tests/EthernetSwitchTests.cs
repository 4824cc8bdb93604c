// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>The switch, what travels over it, and the record of that.</summary>
public sealed class EthernetSwitchTests
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<EthernetPort, List<int>> _received = [];

    [Fact]
    public void AnAddressIsLearnedFromWhatItSends()
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 3);
        Send(ports[0], to: 2, from: 1);
        AssertReceived(ports, [], [14], [14]);
        Send(ports[1], to: 1, from: 2);
        AssertReceived(ports, [14], [], []);
        Send(ports[0], to: 2, from: 1);
        AssertReceived(ports, [], [14], []);

        // What comes from where it is meant for goes nowhere.
        Send(ports[0], to: 1, from: 3);
        AssertReceived(ports, [], [], []);
    }

    [Theory]
    [InlineData("ff:ff:ff:ff:ff:ff")]
    [InlineData("01:00:5e:00:00:01")]
    [InlineData("33:33:00:00:00:01")]
    public void WhatIsForSeveralGoesToAllOthers(string destination)
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 3);
        ports[1].Send(new EthernetFrame(Frame(MacAddress.Parse(destination), Address(1))));
        AssertReceived(ports, [14], [], [14]);
    }

    [Fact]
    public void WhatIsForTheBridgeItselfGoesNowhere()
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 2);
        ports[0].Send(new EthernetFrame(Frame(MacAddress.Parse("01:80:c2:00:00:0f"), Address(1))));
        AssertReceived(ports, [], []);
        ports[0].Send(new EthernetFrame(Frame(MacAddress.Parse("01:80:c2:00:00:10"), Address(1))));
        AssertReceived(ports, [], [14]);
    }

    [Fact]
    public void AnAddressMovesWithItsCard()
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 3);
        Send(ports[0], to: 9, from: 1);
        Send(ports[1], to: 9, from: 1);
        Clear();
        Send(ports[2], to: 1, from: 3);
        AssertReceived(ports, [], [14], []);
        Assert.Equal([0, 1, 1], ports.Select(p => p.AddressCount));
    }

    [Fact]
    public void AnAddressIsForgottenWhenItIsSilent()
    {
        var network = new EthernetSwitch(_time, ageing: TimeSpan.FromMinutes(1));
        EthernetPort[] ports = Connect(network, 3);
        Send(ports[0], to: 9, from: 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        Clear();
        Send(ports[1], to: 1, from: 2);
        AssertReceived(ports, [14], [], []);
        _time.Advance(TimeSpan.FromTicks(1));
        Send(ports[1], to: 1, from: 2);
        AssertReceived(ports, [14], [], [14]);
    }

    [Fact]
    public void AGuestThatMakesUpAddressesHarmsItselfAlone()
    {
        var network = new EthernetSwitch(_time, addressesPerPort: 4);
        EthernetPort[] ports = Connect(network, 3);
        Send(ports[1], to: 9, from: 2);
        for (int i = 100; i < 1100; i++)
        {
            Send(ports[0], to: 9, from: i);
        }

        Assert.Equal([4, 1, 0], ports.Select(p => p.AddressCount));
        Clear();
        Send(ports[2], to: 2, from: 3);
        AssertReceived(ports, [], [14], []);
        Send(ports[2], to: 1099, from: 3);
        AssertReceived(ports, [14], [14], []);

        // Made up addresses age too, and make room.
        _time.Advance(TimeSpan.FromSeconds(301));
        Send(ports[0], to: 9, from: 1);
        Assert.Equal(1, ports[0].AddressCount);
        Clear();
        Send(ports[2], to: 1, from: 3);
        AssertReceived(ports, [14], [], []);
    }

    [Fact]
    public void AFrameFromSeveralCardsIsDropped()
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 2);
        ports[0].Send(new EthernetFrame(Frame(MacAddress.Broadcast, MacAddress.Broadcast)));
        AssertReceived(ports, [], []);
        Assert.Equal(1, ports[0].InvalidFrames);
        Assert.Equal(0, ports[0].AddressCount);
    }

    [Fact]
    public void APortThatIsTakenAwayIsForgotten()
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 3);
        Send(ports[0], to: 9, from: 1);
        Clear();
        ports[0].Dispose();
        ports[0].Dispose();
        Send(ports[0], to: 9, from: 1);
        Send(ports[1], to: 1, from: 2);
        AssertReceived(ports, [], [], [14]);
        Assert.Equal(ports[1..], network.Ports);
    }

    // draft-ietf-opsawg-pcap, 4 and 5, with the magic number of nanoseconds.
    [Fact]
    public void ACaptureIsAPcapFile()
    {
        using var file = new MemoryStream();
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 2);
        _time.Advance(TimeSpan.FromTicks(1234567));
        using (var capture = new PacketCapture(file, _time, mostBytes: 20, leaveOpen: true))
        {
            network.Capture = capture;
            Send(ports[0], to: 2, from: 1);
            ports[1].Send(new EthernetFrame([.. Frame(Address(1), Address(2)), 0, 1, 0xf2, 3, 0xf4, 0xf5, 0xf6, 0xf7, 0, 0], 14, 0));
            Assert.Equal(2, capture.FrameCount);
            network.Capture = null;
            Send(ports[0], to: 2, from: 1);
        }

        byte[] written = file.ToArray();
        Assert.Equal(24 + 16 + 14 + 16 + 20, written.Length);
        Assert.Equal([0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0], written[..24]);
        Assert.Equal((uint)_time.Now.ToUnixTimeSeconds(), BinaryPrimitives.ReadUInt32LittleEndian(written.AsSpan(24)));
        Assert.Equal(123456700u, BinaryPrimitives.ReadUInt32LittleEndian(written.AsSpan(28)));
        Assert.Equal([14, 0, 0, 0, 14, 0, 0, 0], written[32..40]);
        Assert.Equal(Frame(Address(2), Address(1)), written[40..54]);

        // The second one is cut, and has its checksum: RFC 1071's example.
        Assert.Equal([20, 0, 0, 0, 24, 0, 0, 0], written[62..70]);
        Assert.Equal([0x22, 0x0d, 0xf2, 3, 0xf4, 0xf5], written[84..]);
    }

    [Fact]
    public void ACaptureThatFailsEndsItselfAlone()
    {
        var network = new EthernetSwitch(_time);
        EthernetPort[] ports = Connect(network, 2);
        using var stream = new FullStream(24 + 16 + 14);
        using var capture = new PacketCapture(stream, _time);
        network.Capture = capture;
        Send(ports[0], to: 2, from: 1);
        Send(ports[0], to: 2, from: 1);
        Send(ports[0], to: 2, from: 1);
        AssertReceived(ports, [], [14, 14, 14]);
        Assert.Equal(1, capture.FrameCount);
        Assert.Equal("full", capture.Failure?.Message);
    }

    [Fact]
    public void AnAddressIsReadAndWritten()
    {
        Assert.Equal("52:54:00:ab:cd:ef", MacAddress.Parse("52:54:00:AB:cd:ef").ToString());
        Assert.True(MacAddress.Broadcast.IsBroadcast && MacAddress.Broadcast.IsMulticast);
        Assert.False(MacAddress.Parse("52:54:00:ab:cd:ef").IsMulticast);
        foreach (string wrong in new[] { "", "52:54:00:ab:cd", "52-54-00-ab-cd-ef", "52:54:00:ab:cd:eg", "52:54:00:ab:cd:ef:", " 2:54:00:ab:cd:ef" })
        {
            Assert.False(MacAddress.TryParse(wrong, null, out _));
        }

        Assert.Throws<FormatException>(() => MacAddress.Parse("here"));
        Assert.Throws<ArgumentException>(() => new MacAddress([1, 2, 3, 4, 5]));
    }

    [Fact]
    public void AFrameHasAHeaderAndAPlaceForItsChecksum()
    {
        Assert.Throws<ArgumentException>(() => { _ = new EthernetFrame(new byte[13]).Bytes.Length; });
        Assert.Throws<ArgumentException>(() => { _ = new EthernetFrame(new byte[20], 14, 5).Bytes.Length; });
        Assert.Throws<ArgumentException>(() => { _ = new EthernetFrame(new byte[20], 19, 0).Bytes.Length; });
        Assert.Throws<ArgumentException>(() => { _ = new EthernetFrame(new byte[20], -1, 5).Bytes.Length; });
        Assert.Equal(18, new EthernetFrame(new byte[20], 14, 4).ChecksumStart + 4);
    }

    private static MacAddress Address(int number) => new([2, 0, 0, 0, (byte)(number >> 8), (byte)number]);

    private static byte[] Frame(MacAddress destination, MacAddress source)
    {
        byte[] frame = new byte[EthernetFrame.HeaderBytes];
        destination.CopyTo(frame);
        source.CopyTo(frame.AsSpan(MacAddress.Size));
        return frame;
    }

    private static void Send(EthernetPort port, int to, int from) => port.Send(new EthernetFrame(Frame(Address(to), Address(from))));

    private EthernetPort[] Connect(EthernetSwitch network, int count)
    {
        EthernetPort[] ports = [.. Enumerable.Range(0, count).Select(i => network.Connect($"port {i}"))];
        foreach (EthernetPort port in ports)
        {
            List<int> lengths = _received[port] = [];
            port.Received = frame => lengths.Add(frame.Bytes.Length);
        }

        return ports;
    }

    private void Clear()
    {
        foreach (List<int> lengths in _received.Values)
        {
            lengths.Clear();
        }
    }

    private void AssertReceived(EthernetPort[] ports, params int[][] expected)
    {
        for (int i = 0; i < ports.Length; i++)
        {
            Assert.Equal(expected[i], _received[ports[i]]);
        }

        Clear();
    }

    private sealed class FullStream(int capacity) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > capacity)
            {
                throw new IOException("full");
            }

            base.Write(buffer);
        }
    }
}
