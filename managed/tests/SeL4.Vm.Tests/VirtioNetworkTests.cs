// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The network device between a driver and a cable that the test holds (Virtio 1.2, 5.1).</summary>
public sealed class VirtioNetworkTests : VmTest
{
    private const int Receive = 0;
    private const int Transmit = 1;
    private const ulong Checksum = 1ul << 0;
    private const ulong GuestChecksum = 1ul << 1;
    private const ulong Mergeable = 1ul << 15;
    private const ulong Buffers = RamStart + (8 * Page);
    private const int Header = 12;

    private readonly Cable _cable = new();
    private readonly List<bool> _levels = [];
    private VirtioNetwork _device = null!;
    private VirtioMmio _transport = null!;
    private TestGuest _guest = null!;
    private VirtioDriver _driver = null!;

    [Fact]
    public void TheDriverLearnsItsAddressMtuAndLink()
    {
        Start(mtu: 9000);
        Assert.Equal(1u, _driver.Load(8));
        Assert.Equal(
            Checksum | GuestChecksum | (1ul << 3) | (1ul << 5) | Mergeable | (1ul << 16),
            _driver.ReadFeatures() & 0xff_ffff);
        Assert.Equal(0x1200_5452u, _driver.ReadConfiguration(0));
        Assert.Equal(0x0001_5634u, _driver.ReadConfiguration(4));
        Assert.Equal(9000u << 16, _driver.ReadConfiguration(8));
        _device.IsLinkUp = false;
        Assert.Equal(0x0000_5634u, _driver.ReadConfiguration(4));
        Assert.Equal(2u, _driver.Acknowledge());
    }

    [Fact]
    public void WhatTheGuestSendsGoesOut()
    {
        Start();
        byte[] frame = Frame(60);
        Send(frame);
        Assert.Equal(frame, Assert.Single(_cable.Sent));
        Assert.True(_driver.TryTakeUsed(Transmit, out _, out uint written));
        Assert.Equal(0u, written);
        Assert.Equal((1L, 60L), (_device.Counters.SentFrames, _device.Counters.SentBytes));
        Assert.Equal(0, _device.Counters.Dropped);
    }

    [Fact]
    public void WhatArrivesIsReceived()
    {
        Start();
        AddBuffer(2048);
        byte[] frame = Frame(100);
        _cable.Deliver(frame);
        _guest.Run();
        Assert.True(_driver.TryTakeUsed(Receive, out _, out uint written));
        Assert.Equal(112u, written);
        byte[] received = Received(0, 112);

        // 5.1.6.4: num_buffers is 1 where buffers are not merged; there is nothing else in the header.
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], received[..Header]);
        Assert.Equal(frame, received[Header..]);
        Assert.Equal((1L, 100L), (_device.Counters.ReceivedFrames, _device.Counters.ReceivedBytes));
        Assert.Equal([true], _levels);
    }

    [Fact]
    public void AFrameIsSpreadOverBuffersThatAreMerged()
    {
        Start(Mergeable);
        byte[] frame = Frame(100);
        AddBuffer(50);
        AddBuffer(50, at: 1);
        _cable.Deliver(frame);
        _guest.Run();

        // Too few: nothing has been used, and the frame waits.
        Assert.Equal(0, _driver.Used(Receive));
        Assert.True(_driver.WantsNotification(Receive));
        AddBuffer(50, at: 2);
        _driver.Notify(Receive);
        Assert.Equal(3, _driver.Used(Receive));
        foreach (uint expected in new[] { 50u, 50u, 12u })
        {
            Assert.True(_driver.TryTakeUsed(Receive, out _, out uint written));
            Assert.Equal(expected, written);
        }

        Assert.Equal(3, Received(0, 12)[10]);
        byte[] received = [.. Received(0, 50)[Header..], .. Received(1, 50), .. Received(2, 12)];
        Assert.Equal(frame, received);
    }

    [Fact]
    public void ABufferThatIsTooSmallIsKeptForAShorterFrame()
    {
        Start();
        AddBuffer(Header + 60);
        _cable.Deliver(Frame(61));
        _cable.Deliver(Frame(60));
        _guest.Run();
        Assert.True(_driver.TryTakeUsed(Receive, out _, out uint written));
        Assert.Equal(72u, written);
        Assert.Equal(1, _device.Counters.DroppedTooLongForBuffer);
        Assert.Equal(1, _device.Counters.ReceivedFrames);
    }

    [Fact]
    public void FramesThatWaitAreDeliveredWithOneInterrupt()
    {
        Start();
        for (int i = 0; i < 5; i++)
        {
            _cable.Deliver(Frame(60));
        }

        for (int i = 0; i < 4; i++)
        {
            AddBuffer(2048, at: i);
        }

        _guest.Run();
        Assert.Equal(4, _driver.Used(Receive));
        Assert.Equal([true], _levels);
        _driver.Acknowledge();
        AddBuffer(2048, at: 5);
        _driver.Notify(Receive);
        Assert.Equal(5, _driver.Used(Receive));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void ARuntIsDroppedAndCounted(int length)
    {
        Start();
        Send(new byte[length]);
        AssertDropped(c => c.DroppedRunts);
    }

    [Theory]
    [InlineData(1500, 1519)]
    [InlineData(1500, 0x8000)]
    [InlineData(68, 87)]
    public void AGiantIsDroppedAndCounted(int mtu, int length)
    {
        Start(mtu: mtu);
        Send(Frame(length));
        AssertDropped(c => c.DroppedGiants);
        AddBuffer(0x9000);
        _cable.Deliver(Frame(length));
        _guest.Run();
        Assert.Equal(2, _device.Counters.DroppedGiants);
        Assert.Equal(0, _driver.Used(Receive));
        Send(Frame(mtu + 18));
        Assert.Equal(mtu + 18, Assert.Single(_cable.Sent).Length);
    }

    // Segmentation was not offered; a checksum has to lie in the frame, and to be negotiated.
    [Theory]
    [InlineData(Checksum, 0, 1, 0, 0)]
    [InlineData(Checksum, 1, 0, 59, 0)]
    [InlineData(Checksum, 1, 0, 0xffff, 0xffff)]
    [InlineData(Checksum, 1, 0, 14, 45)]
    [InlineData(0ul, 1, 0, 14, 16)]
    public void AFrameThatAsksForTooMuchIsDroppedAndCounted(ulong features, byte flags, byte segmentation, int start, int offset)
    {
        Start(features);
        Send(Frame(60), flags, segmentation, start, offset);
        AssertDropped(c => c.DroppedMalformed);
    }

    [Fact]
    public void AFloodCostsFramesNotMemory()
    {
        Start();
        for (int i = 0; i < 1000; i++)
        {
            _cable.Deliver(Frame(1500));
        }

        _guest.Run();
        Assert.Equal(1000 - 256, _device.Counters.DroppedOverflows);
        AddBuffer(2048);
        _driver.Notify(Receive);
        Assert.Equal(1, _driver.Used(Receive));

        // The next driver does not get what was meant for this one.
        _driver.SetUp();
        AddBuffer(2048);
        _driver.Notify(Receive);
        Assert.Equal(0, _driver.Used(Receive));
    }

    [Fact]
    public void NothingPassesWhileTheLinkIsDown()
    {
        Start();
        AddBuffer(2048);
        _device.IsLinkUp = false;
        Send(Frame(60));
        _cable.Deliver(Frame(60));
        _guest.Run();
        Assert.Empty(_cable.Sent);
        Assert.Equal(0, _driver.Used(Receive));
        Assert.Equal(2, _device.Counters.DroppedLinkDown);
        _device.IsLinkUp = true;
        Send(Frame(60));
        Assert.Single(_cable.Sent);
    }

    // RFC 1071's example: the words 0001 f203 f4f5 f6f7 add up to ddf2, whose complement is 220d.
    [Fact]
    public void AChecksumThatTheGuestLeavesIsAdded()
    {
        Start(Checksum);
        byte[] frame = [.. Frame(14), 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7, 0, 0];
        Send(frame, flags: 1, start: 14, offset: 8);
        Assert.Equal([.. frame[..22], 0x22, 0x0d], Assert.Single(_cable.Sent));
        Assert.Equal((14, 8), Assert.Single(_cable.Checksums));
    }

    [Theory]
    [InlineData(GuestChecksum, true)]
    [InlineData(0ul, false)]
    public void AChecksumIsLeftToTheGuestThatDoesWithout(ulong features, bool isLeft)
    {
        Start(features);
        byte[] frame = [.. Frame(14), 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7, 0, 0];
        AddBuffer(2048);
        _cable.Deliver(frame, 14, 8);
        _guest.Run();
        byte[] received = Received(0, Header + frame.Length);
        Assert.Equal(isLeft ? [1, 0, 0, 0, 0, 0, 14, 0, 8, 0, 1, 0] : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], received[..Header]);
        Assert.Equal(isLeft ? [0, 0] : [0x22, 0x0d], received[^2..]);
    }

    [Theory]
    [InlineData(Receive, 11)]
    [InlineData(Transmit, 11)]
    [InlineData(Transmit, 1)]
    public void ABufferWithoutRoomForTheHeaderBreaksTheRules(int queue, int length)
    {
        Start();
        GuestRange[] buffer = [Range(Buffers, (ulong)length)];
        _driver.Add(queue, queue == Transmit ? buffer : [], queue == Transmit ? [] : buffer);
        _cable.Deliver(Frame(60));
        _guest.Run();
        _driver.Notify(queue);
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Contains($"A buffer of {length} bytes", _transport.Fault);
    }

    [Fact]
    public void FramesThatArriveBeforeThereIsADriverAreDeliveredToIt()
    {
        MapRam(32 * Page);
        _device = new VirtioNetwork(_cable, MacAddress.Parse("52:54:00:12:34:56"));
        _cable.Deliver(Frame(60));
        Attach(0, ready: false);
        AddBuffer(2048);
        AddBuffer(2048, at: 1);
        _cable.Deliver(Frame(61));
        _driver.Status = VirtioDriver.Working;
        _cable.Deliver(Frame(62));
        _guest.Run();
        Assert.Equal(2, _driver.Used(Receive));
    }

    [Fact]
    public void ADeviceHasTheAddressOfOneCard()
    {
        Assert.Throws<ArgumentException>(() => new VirtioNetwork(_cable, MacAddress.Broadcast));
        Assert.Throws<ArgumentException>(() => new VirtioNetwork(_cable, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtioNetwork(_cable, new([2, 0, 0, 0, 0, 1]), mtu: 67));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VirtioNetwork(_cable, new([2, 0, 0, 0, 0, 1]), mtu: 65536));
    }

    private static byte[] Frame(int length) =>
        [.. Enumerable.Range(0, length).Select(i => i < 6 ? (byte)0xff : i == 6 ? (byte)2 : (byte)i)];

    private void Start(ulong features = 0, int mtu = 1500)
    {
        MapRam(32 * Page);
        _device = new VirtioNetwork(_cable, MacAddress.Parse("52:54:00:12:34:56"), mtu);
        Attach(features, ready: true);
    }

    private void Attach(ulong features, bool ready)
    {
        _transport = new VirtioMmio(Memory, _device, _levels.Add);
        Memory.Attach(Device, _transport);
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, RamStart);
        _driver.SetUp(VirtioDriver.Version1Feature | features, ready);
    }

    private void AddBuffer(int length, int at = 0) =>
        _driver.Add(Receive, [], [Range(Buffers + ((ulong)at * Page), (ulong)length)]);

    private byte[] Received(int at, int length)
    {
        byte[] bytes = new byte[length];
        Memory.Read(Buffers + ((ulong)at * Page), bytes);
        return bytes;
    }

    private void Send(byte[] frame, byte flags = 0, byte segmentation = 0, int start = 0, int offset = 0)
    {
        const ulong At = Buffers + (10 * Page);
        Memory.Write(At, new byte[Header]);
        Memory.Write(At, flags);
        Memory.Write(At + 1, segmentation);
        Memory.Write(At + 6, (ushort)start);
        Memory.Write(At + 8, (ushort)offset);
        Memory.Write(At + Header, frame);
        _driver.Add(Transmit, [Range(At, (ulong)(Header + frame.Length))], []);
        _driver.Notify(Transmit);
    }

    private void AssertDropped(Func<NetworkCounters, long> counter)
    {
        Assert.Empty(_cable.Sent);
        Assert.Equal(1, _driver.Used(Transmit));
        Assert.Equal(1, counter(_device.Counters));
        Assert.Equal(1, _device.Counters.Dropped);
        Assert.Equal(VirtioDriver.Working, _driver.Status);
    }

    private sealed class Cable : IEthernetPort
    {
        public List<byte[]> Sent { get; } = [];

        public List<(int Start, int Offset)> Checksums { get; } = [];

        public EthernetFrameHandler? Received { get; set; }

        public void Send(EthernetFrame frame)
        {
            byte[] bytes = new byte[frame.Bytes.Length];
            frame.CopyTo(bytes);
            Sent.Add(bytes);
            if (frame.NeedsChecksum)
            {
                Checksums.Add((frame.ChecksumStart, frame.ChecksumOffset));
            }
        }

        public void Deliver(byte[] frame) => Received!(new EthernetFrame(frame));

        public void Deliver(byte[] frame, int start, int offset) => Received!(new EthernetFrame(frame, start, offset));
    }
}
