// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Buffers.Binary;
using System.Text;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The block device under a driver that keeps the rules, and under one that asks for too much (Virtio 1.2, 5.2).</summary>
public sealed class VirtioBlockTests : VmTest
{
    private const uint In = 0;
    private const uint Out = 1;
    private const uint FlushCommand = 4;
    private const uint GetId = 8;
    private const uint Discard = 11;
    private const uint WriteZeroes = 13;
    private const byte Ok = 0;
    private const byte Failed = 1;
    private const byte Unsupported = 2;
    private const ulong Common = (1ul << 1) | (1ul << 2) | (1ul << 6) | (1ul << 9) | (1ul << 10);
    private const ulong ReadOnly = 1ul << 5;
    private const ulong FlushFeature = 1ul << 9;
    private const ulong Ranges = (1ul << 13) | (1ul << 14);

    private const int Sectors = 64;
    private const ulong Areas = RamStart;
    private const ulong Slots = RamStart + (4 * Page);
    private const ulong SlotBytes = 2 * Page;
    private const ulong Data = 0x1000;
    private const ulong Answer = 0x100;

    private readonly TestDisk _disk = new(Sectors * 512);
    private readonly List<IOException> _failures = [];
    private readonly List<bool> _levels = [];
    private VirtioBlock _device = null!;
    private VirtioMmio _transport = null!;
    private TestGuest _guest = null!;
    private VirtioDriver _driver = null!;

    [Fact]
    public void TheDriverLearnsWhatTheDiskIs()
    {
        var disk = new MemoryDisk(new byte[0x8000], new DiskTopology
        {
            BlockSize = 4096,
            PhysicalBlockExponent = 3,
            AlignmentOffset = 1,
            MinimumTransfer = 2,
            OptimalTransfer = 16,
        });
        Start(disk);
        Assert.Equal(2u, _driver.Load(8));
        Assert.Equal(Common | (1ul << 14), Offered());
        Assert.Equal(64u, _driver.ReadConfiguration(0));
        Assert.Equal(0u, _driver.ReadConfiguration(4));
        Assert.Equal(0x1_0000u, _driver.ReadConfiguration(8));
        Assert.Equal(254u, _driver.ReadConfiguration(12));
        Assert.Equal(4096u, _driver.ReadConfiguration(20));
        Assert.Equal(0x0002_0103u, _driver.ReadConfiguration(24));
        Assert.Equal(16u, _driver.ReadConfiguration(28));
        Assert.Equal(1u, _driver.ReadConfiguration(52));
        Assert.Equal(0u, _driver.ReadConfiguration(60));
    }

    [Fact]
    public void WhatIsOfferedIsWhatTheDiskCan()
    {
        Start(new OverlayDisk(new MemoryDisk(512), 0));
        Assert.Equal(Common | Ranges, Offered());
        _transport.Reset();
        Assert.Equal(Common | ReadOnly, new VirtioBlock(MemoryDisk.ReadOnly(new byte[512])).Features);
    }

    [Fact]
    public void ReadsWhatWasWritten()
    {
        Start();
        byte[] data = [.. Enumerable.Range(0, 1024).Select(i => (byte)(i * 7))];
        Assert.Equal(Ok, Do(Out, 3, data));
        Assert.Equal(Ok, Do(In, 3, read: 1024));
        Assert.Equal(data, Received(1024));
        Assert.Equal(["write 1536+1024", "read 1536+1024"], _disk.Log);
    }

    // 2.7.4: a device makes nothing of how a message is cut into buffers.
    [Fact]
    public void ARequestMayBeCutAnywhere()
    {
        Start();
        byte[] data = [.. Enumerable.Range(0, 512).Select(i => (byte)i)];
        WriteHeader(0, Out, 1);
        Memory.Write(Slots + Data, data);
        _driver.Add(
            0,
            [Range(Slots, 3), Range(Slots + 3, 13), Range(Slots + Data, 1), Range(Slots + Data + 1, 511)],
            [Range(Slots + Answer, 1)]);
        _driver.Notify(0);
        Assert.Equal(Ok, Memory.Read<byte>(Slots + Answer));
        Assert.True(_driver.TryTakeUsed(0, out _, out uint written));
        Assert.Equal(1u, written);

        // The answer lies in the last buffer, behind data.
        WriteHeader(0, In, 1);
        Memory.Write(Slots + Data, new byte[513]);
        _driver.Add(0, [Range(Slots, 16)], [Range(Slots + Data, 500), Range(Slots + Data + 500, 13)]);
        _driver.Notify(0);
        Assert.True(_driver.TryTakeUsed(0, out _, out written));
        Assert.Equal(513u, written);
        Assert.Equal(data, Received(512));
        Assert.Equal(Ok, Memory.Read<byte>(Slots + Data + 512));
    }

    [Fact]
    public void ALongRequestIsCarriedOutInPieces()
    {
        const int Long = 0x9_0000;
        byte[] contents = [.. Enumerable.Range(0, Long).Select(i => (byte)(i >> 9))];
        MapRam(256 * Page);
        Attach(new MemoryDisk(contents));
        WriteHeader(0, In, 0);
        _driver.Add(0, [Range(Slots, 16)], [Range(Slots + Data, 0x5_0000), Range(Slots + Data + 0x5_0000, 0x4_0000), Range(Slots + Answer, 1)]);
        _driver.Notify(0);
        Assert.Equal(Ok, Memory.Read<byte>(Slots + Answer));
        byte[] received = Received(Long);
        Assert.True(Enumerable.Range(0, Long).All(i => received[i] == (byte)(i >> 9)));
    }

    [Fact]
    public void AFlushReachesTheDisk()
    {
        Start();
        Assert.Equal(Ok, Do(FlushCommand, 0));
        Assert.Equal(["flush"], _disk.Log);
    }

    // 5.2.6.2: a write is stable once it is answered, where the driver cannot flush.
    [Fact]
    public void ADriverThatCannotFlushHasItsWritesFlushed()
    {
        Start(features: 1ul << 14);
        _disk.IsSlow = true;
        Begin(0, Out, 0, new byte[512]);
        _driver.Notify(0);
        _disk.Answer();
        _guest.Run();
        Assert.Equal(["write 0+512", "flush"], _disk.Log);
        Assert.Equal(0, _driver.Used(0));
        _disk.Answer();
        _guest.Run();
        Assert.True(_driver.TryTakeUsed(0, out _, out _));
        _disk.IsSlow = false;
        Assert.Equal(Ok, Do(WriteZeroes, 0, Segment(0, 1, 0)));
        Assert.Equal(["zero 0+512 False", "flush"], _disk.Log[2..]);
        Assert.Equal(Ok, Do(In, 0, read: 512));
        Assert.Equal("read 0+512", _disk.Log[^1]);
    }

    [Fact]
    public void AFlushThatFailsFailsTheWrite()
    {
        Start(features: 0);
        _disk.IsSlow = true;
        Begin(0, Out, 0, new byte[512]);
        _driver.Notify(0);
        _disk.Answer();
        _guest.Run();
        _disk.Failure = new IOException("no power");
        _disk.Answer();
        _guest.Run();
        Assert.Equal(Failed, Memory.Read<byte>(Slots + Answer));
        Assert.Equal("no power", Assert.Single(_failures).Message);
    }

    [Fact]
    public void TheDiskHasAName()
    {
        Start();
        Assert.Equal(Ok, Do(GetId, 0, read: 20));
        Assert.Equal("a disk\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Encoding.ASCII.GetString(Received(20)));
        Assert.Equal(Failed, Do(GetId, 0, read: 19));
        Assert.Equal(Failed, Do(GetId, 0, read: 21));
        Assert.Throws<ArgumentException>(() => new VirtioBlock(_disk, "a name of 21 letters."));
        Assert.Throws<ArgumentException>(() => new VirtioBlock(_disk, "naïve"));
    }

    // 5.2.6.2: unknown flags, and the one to unmap what is discarded, are not supported.
    [Theory]
    [InlineData(Discard, 0u, Ok, "discard 1024+1536")]
    [InlineData(Discard, 1u, Unsupported, "")]
    [InlineData(Discard, 2u, Unsupported, "")]
    [InlineData(WriteZeroes, 0u, Ok, "zero 1024+1536 False")]
    [InlineData(WriteZeroes, 1u, Ok, "zero 1024+1536 True")]
    [InlineData(WriteZeroes, 0x8000_0000u, Unsupported, "")]
    public void ARangeIsDiscardedOrZeroed(uint command, uint flags, byte status, string log)
    {
        Start();
        Assert.Equal(status, Do(command, 77, Segment(2, 3, flags)));
        Assert.Equal(log, string.Join(';', _disk.Log));
    }

    [Theory]
    [InlineData(Discard)]
    [InlineData(WriteZeroes)]
    public void ARangeThatTheDiskDoesNotHaveIsRefused(uint command)
    {
        Start();
        Assert.Equal(Failed, Do(command, 0, Segment(Sectors - 1, 2, 0)));
        Assert.Equal(Failed, Do(command, 0, Segment(ulong.MaxValue, 1, 0)));
        Assert.Equal(Failed, Do(command, 0, Segment(0, 0x8001, 0)));
        Assert.Equal(Failed, Do(command, 0, new byte[15]));
        Assert.Equal(Failed, Do(command, 0, [.. Segment(0, 1, 0), .. Segment(1, 1, 0)]));
        Assert.Empty(_disk.Log);
        _driver.SetUp(VirtioDriver.Version1Feature | FlushFeature);
        Assert.Equal(Unsupported, Do(command, 0, Segment(0, 1, 0)));
        Assert.Empty(_disk.Log);
    }

    // 5.2.6.2: a device that offers VIRTIO_BLK_F_RO fails writes, and writes nothing.
    [Theory]
    [InlineData(Out)]
    [InlineData(Discard)]
    [InlineData(WriteZeroes)]
    public void AReadOnlyDiskIsNotWritten(uint command)
    {
        byte[] image = [.. Enumerable.Repeat((byte)0x5a, 512)];
        MapRam(64 * Page);
        Attach(MemoryDisk.ReadOnly(image));
        Assert.Equal(Failed, Do(command, 0, command == Out ? new byte[512] : Segment(0, 1, 0)));
        Assert.Equal(Ok, Do(In, 0, read: 512));
        Assert.Equal(image, Received(512));
        Assert.Equal(Ok, Do(FlushCommand, 0));
    }

    [Theory]
    [InlineData((ulong)Sectors, 512)]
    [InlineData((ulong)Sectors - 1, 1024)]
    [InlineData(ulong.MaxValue, 512)]
    [InlineData(1ul << 55, 512)]
    [InlineData((1ul << 55) + 1, 512)]
    [InlineData(0ul, 511)]
    [InlineData(0ul, 513)]
    public void WhatTheDiskDoesNotHaveIsRefused(ulong sector, int bytes)
    {
        Start();
        Assert.Equal(Failed, Do(In, sector, read: bytes));
        Assert.Equal(Failed, Do(Out, sector, new byte[bytes]));
        Assert.Empty(_disk.Log);
        Assert.Empty(_failures);
    }

    [Fact]
    public void APartOfALargeBlockIsRefused()
    {
        var disk = new TestDisk(0x4000) { Topology = new DiskTopology { BlockSize = 4096 } };
        Start(disk);
        Assert.Equal(Failed, Do(In, 0, read: 512));
        Assert.Equal(Failed, Do(Out, 1, new byte[4096]));
        Assert.Empty(disk.Log);
        Assert.Equal(Ok, Do(In, 8, read: 4096));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(5u)]
    [InlineData(14u)]
    [InlineData(uint.MaxValue)]
    public void AnUnknownCommandIsNotSupported(uint command)
    {
        Start();
        Assert.Equal(Unsupported, Do(command, 0, new byte[512]));
        Assert.Empty(_disk.Log);
    }

    [Fact]
    public void AnErrorOfTheDiskIsAnErrorOfTheRequest()
    {
        Start();
        _disk.Failure = new IOException("a bad sector");
        Assert.Equal(Failed, Do(In, 0, read: 512));
        Assert.Equal("a bad sector", Assert.Single(_failures).Message);
        Assert.Equal(Ok, Do(In, 0, read: 512));
    }

    [Fact]
    public void AFullOverlayIsAnErrorOfTheRequest()
    {
        var overlay = new OverlayDisk(MemoryDisk.ReadOnly(new byte[Sectors * 512]), 4096);
        Start(overlay);
        Assert.Equal(Ok, Do(Out, 0, [.. Enumerable.Repeat((byte)1, 4096)]));
        Assert.Equal(Failed, Do(Out, 8, new byte[512]));
        Assert.Contains("full", Assert.Single(_failures).Message);
        Assert.Equal(Ok, Do(Out, 1, new byte[512]));
        Assert.Equal(Ok, Do(In, 0, read: 1024));
        Assert.Equal(1, Received(1024)[0]);
        Assert.Equal(0, Received(1024)[512]);
        Assert.Equal(4096, overlay.UsedBytes);
    }

    [Fact]
    public void SeveralAreInFlightAndAnsweredInAnyOrder()
    {
        Start(queueSize: 16);
        _disk.IsSlow = true;
        ushort[] heads = [Begin(0, Out, 0, new byte[512]), Begin(1, In, 1, read: 512), Begin(2, FlushCommand, 0)];
        _driver.Notify(0);
        Assert.Equal(3, _device.InFlightCount);
        Assert.Equal(3, _disk.PendingCount);
        _disk.Answer(2);
        _disk.Failure = new IOException("one of three");
        _disk.Answer(1);
        _disk.Answer(0);
        Assert.Equal(0, _driver.Used(0));
        _guest.Run();
        Assert.Equal(0, _device.InFlightCount);
        foreach (int i in new[] { 2, 1, 0 })
        {
            Assert.True(_driver.TryTakeUsed(0, out ushort head, out _));
            Assert.Equal(heads[i], head);
            Assert.Equal(i == 1 ? Failed : Ok, Memory.Read<byte>(Slots + ((ulong)i * SlotBytes) + Answer));
        }

        Assert.Equal([true], _levels);
    }

    [Fact]
    public void NoMoreThanTheLimitAreInFlight()
    {
        const int Requests = 40;
        Start(queueSize: 128);
        _disk.IsSlow = true;
        for (int i = 0; i < Requests; i++)
        {
            Begin(0, In, 0, read: 512);
        }

        _driver.Notify(0);
        Assert.Equal(32, _disk.PendingCount);
        for (int i = 0; i < Requests; i++)
        {
            _disk.Answer();
            _guest.Run();
        }

        Assert.Equal(Requests, _driver.Used(0));
        Assert.Equal(0, _device.InFlightCount);
    }

    [Fact]
    public void AResetForgetsWhatIsInFlight()
    {
        Start();
        _disk.IsSlow = true;
        Memory.Write(Slots + Data, (byte)0x77);
        Begin(0, In, 0, read: 512);
        _driver.Notify(0);
        _driver.SetUp();
        Assert.Equal(1, _device.InFlightCount);
        _disk.Answer();
        _guest.Run();
        Assert.Equal(0, _device.InFlightCount);
        Assert.Equal(0x77, Memory.Read<byte>(Slots + Data));
        Assert.Equal(0xff, Memory.Read<byte>(Slots + Answer));
        Assert.Equal(0, _driver.Used(0));
        _disk.IsSlow = false;
        Assert.Equal(Ok, Do(In, 0, read: 512));
    }

    [Fact]
    public void MemoryThatIsTakenFromTheGuestAsksForAReset()
    {
        Start();
        using (MemoryReservation taken = Memory.Reserve(Range(Device + Page, Page), name: "taken"))
        {
            taken.MapRam();
            _disk.IsSlow = true;
            WriteHeader(0, In, 0);
            _driver.Add(0, [Range(Slots, 16)], [Range(Device + Page, 512), Range(Slots + Answer, 1)]);
            _driver.Notify(0);
        }

        _disk.Answer();
        _guest.Run();
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Equal(0, _device.InFlightCount);
    }

    [Theory]
    [InlineData(15u, 1u)]
    [InlineData(0u, 1u)]
    [InlineData(16u, 0u)]
    public void ARequestWithoutHeaderOrAnswerBreaksTheRules(uint header, uint answer)
    {
        Start();
        _driver.Add(0, header == 0 ? [] : [Range(Slots, header)], answer == 0 ? [] : [Range(Slots + Answer, answer)]);
        _driver.Notify(0);
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Contains($"A block request of {header} bytes with {answer}", _transport.Fault);
        Assert.Equal(0, _device.InFlightCount);
    }

    private void Start(IDisk? disk = null, ulong features = FlushFeature | Ranges, int queueSize = 8)
    {
        MapRam(96 * Page);
        Attach(disk ?? _disk, features, queueSize);
    }

    private void Attach(IDisk disk, ulong features = FlushFeature, int queueSize = 8)
    {
        // As in a root task: what completes is gone on with at once.
        SynchronizationContext.SetSynchronizationContext(null);
        _device = new VirtioBlock(disk, "a disk", _failures.Add);
        _transport = new VirtioMmio(Memory, _device, _levels.Add);
        Memory.Attach(Device, _transport);
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, Areas, queues: 1, queueSize);
        Assert.Equal(VirtioDriver.Working, _driver.SetUp(VirtioDriver.Version1Feature | (features & _driver.ReadFeatures())));
    }

    private ulong Offered() =>
        _driver.ReadFeatures() & ~(VirtioDriver.Version1Feature | VirtioDriver.IndirectFeature | VirtioDriver.EventIndexFeature);

    private static byte[] Segment(ulong sector, uint sectors, uint flags)
    {
        byte[] segment = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(segment, sector);
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(8), sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(segment.AsSpan(12), flags);
        return segment;
    }

    private void WriteHeader(int slot, uint command, ulong sector)
    {
        ulong at = Slots + ((ulong)slot * SlotBytes);
        Memory.Write(at, command);
        Memory.Write(at + 4, 0u);
        Memory.Write(at + 8, sector);
        Memory.Write(at + Answer, (byte)0xff);
    }

    private ushort Begin(int slot, uint command, ulong sector, byte[]? data = null, int read = 0)
    {
        ulong at = Slots + ((ulong)slot * SlotBytes);
        WriteHeader(slot, command, sector);
        List<GuestRange> readable = [Range(at, 16)];
        List<GuestRange> writable = [];
        if (data is not null)
        {
            Memory.Write(at + Data, data);
            readable.Add(Range(at + Data, (ulong)data.Length));
        }

        if (read > 0)
        {
            writable.Add(Range(at + Data, (ulong)read));
        }

        writable.Add(Range(at + Answer, 1));
        return _driver.Add(0, readable, writable);
    }

    private byte Do(uint command, ulong sector, byte[]? data = null, int read = 0)
    {
        ushort head = Begin(0, command, sector, data, read);
        _driver.Notify(0);
        Assert.True(_driver.TryTakeUsed(0, out ushort used, out uint written));
        Assert.Equal(head, used);
        byte status = Memory.Read<byte>(Slots + Answer);
        Assert.Equal(read == 0 ? 1 : status == Ok ? (uint)read + 1 : 0, written);
        return status;
    }

    private byte[] Received(int length)
    {
        byte[] received = new byte[length];
        Memory.Read(Slots + Data, received);
        return received;
    }
}
