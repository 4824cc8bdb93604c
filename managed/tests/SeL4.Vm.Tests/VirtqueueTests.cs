// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>Queues between a driver that keeps the rules and a device that answers when it likes (Virtio 1.2, 2.7 and 4.2).</summary>
public sealed class VirtqueueTests : VmTest
{
    private const ulong Buffers = RamStart + (8 * Page);
    private const int Queue = 1;

    private readonly List<bool> _levels = [];
    private HoldingDevice _device = null!;
    private VirtioMmio _transport = null!;
    private TestGuest _guest = null!;
    private VirtioDriver _driver = null!;

    [Fact]
    public void ChainsAreReturnedLaterAndInAnyOrder()
    {
        Start();
        ushort[] heads = [Add(), Add(), Add()];
        _driver.Notify(Queue);
        Assert.Equal(0, _driver.Used(Queue));
        Assert.Empty(_levels);
        _device.Answer(2, "third"u8);
        _device.Answer(0, "first"u8);
        _device.Answer(0, "second"u8);
        foreach ((ushort head, uint length) in new[] { (heads[2], 5u), (heads[0], 5u), (heads[1], 6u) })
        {
            Assert.True(_driver.TryTakeUsed(Queue, out ushort used, out uint written));
            Assert.Equal(head, used);
            Assert.Equal(length, written);
        }

        Assert.False(_driver.TryTakeUsed(Queue, out _, out _));
        Assert.Equal([true], _levels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(VirtioDriver.EventIndexFeature)]
    public void WhatIsReturnedTogetherIsOneInterrupt(ulong features)
    {
        Start(features);
        Add(times: 6);
        _driver.Notify(Queue);

        // Three from other places than the VM's thread, then three on it while the queue is served.
        for (int i = 0; i < 3; i++)
        {
            _device.AnswerLater();
        }

        Assert.Equal(0, _driver.Used(Queue));
        _guest.Run();
        Assert.Equal(3, _driver.Used(Queue));
        Assert.Equal([true], _levels);
        Assert.Equal(1u, _driver.Acknowledge());
        TakeAll();
        _device.AnswersAllWhenServed = true;
        _driver.Notify(Queue);
        Assert.Equal(6, _driver.Used(Queue));
        Assert.Equal([true, false, true], _levels);
    }

    [Fact]
    public void ADriverThatIsNotInterestedIsNotInterruptedByWhatIsReturnedLater()
    {
        Start(VirtioDriver.EventIndexFeature);
        Add(times: 4);
        _driver.Notify(Queue);
        Memory.Write(_driver.UsedEvent(Queue), (ushort)2);
        _device.Answer(0, "a"u8);
        _device.Answer(0, "b"u8);
        Assert.Empty(_levels);
        _device.Answer(0, "c"u8);
        Assert.Equal([true], _levels);
    }

    // 2.7.7.1 and 2.7.10: with the flag, or with the event index that stays behind.
    [Theory]
    [InlineData(0)]
    [InlineData(VirtioDriver.EventIndexFeature)]
    public void TheDeviceWantsNoNotificationsWhileItTakesChains(ulong features)
    {
        Start(features);
        List<bool> wanted = [];
        _device.Taken = () =>
        {
            if (wanted.Count < 3)
            {
                Add();
                wanted.Add(_driver.WantsNotification(Queue));
            }
        };
        Add();
        Assert.True(_driver.WantsNotification(Queue));
        _driver.Notify(Queue);
        Assert.Equal([false, false, false], wanted);
        Assert.Equal(4, _device.Held.Count);
        Add();
        Assert.True(_driver.WantsNotification(Queue));
    }

    // 2.4.1: after a reset the device does not touch the queues.
    [Fact]
    public void AfterAResetChainsAreForgotten()
    {
        Start();
        Add();
        _driver.Notify(Queue);
        VirtioChain chain = _device.Held[0];
        _driver.SetUp();
        Assert.True(chain.IsAbandoned);
        _device.Answer(0, "late"u8);
        Assert.Equal(0u, Memory.Read<uint>(Buffers));
        Assert.Equal(0, _driver.Used(Queue));
        Assert.Empty(_levels);

        // What the next driver offers is another chain, also where it has the same number.
        Add();
        _driver.Notify(Queue);
        Assert.NotEqual(chain, _device.Held[0]);
        _device.Answer(0, "new"u8);
        Assert.Equal(1, _driver.Used(Queue));
    }

    [Theory]
    [InlineData(0x80u)]
    [InlineData(0u)]
    public void ADriverThatGivesUpOrResetsHearsNothingOfWhatWasPosted(uint status)
    {
        Start();
        Add();
        _driver.Notify(Queue);
        _device.AnswerLater();

        // Before the machine comes to what was posted.
        _transport.Write(0x70, sizeof(uint), status);
        _guest.Run();
        Assert.Equal(0, _driver.Used(Queue));
        Assert.Empty(_levels);
    }

    [Fact]
    public void AnAnswerAfterTheMachineHasGoneIsForgotten()
    {
        Start();
        Add();
        _driver.Notify(Queue);
        Machine.Dispose();
        _device.AnswerLater();
        Assert.Single(_device.Held);
    }

    [Fact]
    public void AChainThatIsPutBackIsTakenAgain()
    {
        Start();
        ushort[] heads = [Add(), Add()];
        _device.PutsBack = true;
        _driver.Notify(Queue);
        Assert.Empty(_device.Held);
        _device.PutsBack = false;
        _driver.Notify(Queue);
        Assert.Equal(2, _device.Held.Count);
        _device.Answer(0, "a"u8);
        Assert.True(_driver.TryTakeUsed(Queue, out ushort head, out _));
        Assert.Equal(heads[0], head);
    }

    [Fact]
    public void OnlyWhatIsHeldIsReturned()
    {
        Start();
        Add(times: 2);
        _driver.Notify(Queue);
        VirtioChain first = _device.Held[0];
        Assert.Throws<InvalidOperationException>(() => _device.Queue!.PutBack(first));
        _device.Answer(0, "a"u8);
        Assert.Throws<InvalidOperationException>(() => _device.Queue!.Return(first, 0));
        Assert.Throws<InvalidOperationException>(() => first.Write(0, "b"u8));
        Assert.Throws<InvalidOperationException>(() => first.Read(0, new byte[1]));
        Assert.Throws<InvalidOperationException>(() => _device.Queue!.TryTake(out _));
        Assert.Throws<ArgumentNullException>(() => _device.Queue!.Return(null!, 0));
        Assert.Equal(1, _driver.Used(Queue));
    }

    // 4.2.2, QueueReady: what was stopped begins at the start of its rings.
    [Fact]
    public void AQueueThatIsStoppedBeginsAnew()
    {
        Start();
        Add();
        _driver.Notify(Queue);
        _driver.Store(0x30, Queue);
        _driver.Store(0x44, 0);
        Assert.True(_device.Held[0].IsAbandoned);
        Memory.Write(_driver.AvailableRing(Queue), new byte[Page]);
        Memory.Write(_driver.AvailableRing(Queue) + 4, (ushort)1);
        _driver.Describe(Queue, 1, Buffers, 8, VirtioDriver.Write);
        Memory.Write(_driver.AvailableRing(Queue) + 2, (ushort)1);
        _driver.Store(0x44, 1);
        Assert.Equal(2, _device.Held.Count);
        _device.Answer(1, "again"u8);
        Assert.Equal(1, _driver.Used(Queue));
        Assert.Equal(1u, Memory.Read<uint>(_driver.UsedRing(Queue) + 4));
    }

    [Fact]
    public void AnAreaIsCheckedWhenALiveQueueBecomesReady()
    {
        Start();
        _driver.Store(0x30, Queue);
        _driver.Store(0x44, 0);
        _driver.SetArea(1, RamStart + 1);
        _driver.Store(0x44, 1);
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Contains("the alignment is 2", _transport.Fault);
    }

    [Fact]
    public void AChainThatTheDeviceHasCannotBeOfferedAgain()
    {
        Start();
        ushort head = Add();
        _driver.Notify(Queue);
        _driver.Offer(Queue, head);
        AssertBroken($"Descriptor {head} begins a chain that the device has already");
        Assert.True(_device.Held[0].IsAbandoned);
        _device.Answer(0, "x"u8);
        Assert.Equal(0, _driver.Used(Queue));
    }

    [Fact]
    public void NoMoreChainsThanDescriptorsAreWithTheDevice()
    {
        Start();
        Add(times: 7);
        _driver.Notify(Queue);
        Assert.Equal(7, _device.Held.Count);
        _driver.Add(Queue, 7);
        _driver.Offer(Queue, 7);
        AssertBroken("2 chains in a queue of 8, of which 7 are taken");
    }

    [Fact]
    public void TablesMayCrossReservations()
    {
        const ulong Table = RamStart + Page - 64;
        const ulong Indirect = RamStart + (2 * Page) - 16;
        using MemoryReservation first = MapRam(Page);
        using MemoryReservation second = Memory.Reserve(Range(RamStart + Page, Page), name: "second");
        using MemoryReservation third = Memory.Reserve(Range(RamStart + (2 * Page), 30 * Page), name: "third");
        second.MapRam();
        third.MapRam();
        Attach(areas: RamStart + (16 * Page));
        _driver.SetUp(VirtioDriver.Version1Feature | VirtioDriver.IndirectFeature);
        _driver.Store(0x30, Queue);
        _driver.Store(0x44, 0);
        _driver.SetArea(0, Table);
        _driver.Store(0x44, 1);
        _driver.DescribeAt(Table + (3 * 16), Buffers, 3, VirtioDriver.Write | VirtioDriver.Next, next: 4);
        _driver.DescribeAt(Table + (4 * 16), Indirect, 32, VirtioDriver.Indirect);
        _driver.DescribeAt(Indirect, Buffers + 16, 3, VirtioDriver.Write | VirtioDriver.Next, next: 1);
        _driver.DescribeAt(Indirect + 16, Buffers + 32, 3, VirtioDriver.Write);
        _driver.Offer(Queue, head: 3);
        _device.Answer(0, "abcdefghi"u8);
        Assert.Equal(VirtioDriver.Working, _driver.Status);
        Assert.Equal((byte)'a', Memory.Read<byte>(Buffers));
        Assert.Equal((byte)'f', Memory.Read<byte>(Buffers + 18));
        Assert.Equal((byte)'i', Memory.Read<byte>(Buffers + 34));
    }

    // 2.5.1 and 4.2.2: the generation changes with the configuration; the interrupt comes once the driver is ready.
    [Fact]
    public void AChangeOfTheConfigurationIsToldOnceTheDriverIsReady()
    {
        Start(ready: false);
        uint before = _driver.Generation;
        _device.Value = 0x1234;
        Assert.NotEqual(before, _driver.Generation);
        Assert.Equal(0u, _driver.InterruptStatus);
        _driver.SetUp();
        before = _driver.Generation;
        Assert.Equal(before, _driver.Generation);
        _device.Value = 0x5678;
        Assert.NotEqual(before, _driver.Generation);
        Assert.Equal(0x5678u, _driver.ReadConfiguration(0));
        Assert.Equal(2u, _driver.Acknowledge());
        Assert.Equal([true, false], _levels);
    }

    // What may be shown to a guest without an exit must not change by being read.
    [Fact]
    public void ReadingARegisterChangesNothing()
    {
        Start();
        Add();
        _driver.Notify(Queue);
        _device.Answer(0, "x"u8);
        uint[] first = [.. Enumerable.Range(0, 128).Select(i => _driver.Load((ulong)i * 4))];
        uint[] second = [.. Enumerable.Range(0, 128).Select(i => _driver.Load((ulong)i * 4))];
        Assert.Equal(first, second);
        Assert.Equal(1u, _driver.InterruptStatus);
    }

    private void Start(ulong features = 0, bool ready = true)
    {
        MapRam(16 * Page);
        Attach();
        _driver.SetUp(VirtioDriver.Version1Feature | features, ready);
    }

    private void Attach(ulong areas = RamStart)
    {
        _device = new HoldingDevice();
        _transport = new VirtioMmio(Memory, _device, _levels.Add);
        Memory.Attach(Device, _transport);
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, areas);
    }

    private ushort Add(int times = 1)
    {
        ushort head = 0;
        for (int i = 0; i < times; i++)
        {
            head = _driver.Add(Queue, [], [Range(Buffers, 8)]);
        }

        return head;
    }

    private void TakeAll()
    {
        while (_driver.TryTakeUsed(Queue, out _, out _))
        {
        }
    }

    private void AssertBroken(string fault)
    {
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Contains(fault, _transport.Fault);
    }

    /// <summary>Keeps what it takes until the test answers.</summary>
    private sealed class HoldingDevice() : VirtioDevice("holding", 0x2a, VirtioDirection.ToDriver, VirtioDirection.ToDriver)
    {
        private readonly byte[] _configuration = new byte[4];

        public List<VirtioChain> Held { get; } = [];

        public VirtioQueue? Queue { get; private set; }

        public bool AnswersAllWhenServed { get; set; }

        public bool PutsBack { get; set; }

        public Action? Taken { get; set; }

        public uint Value
        {
            set
            {
                BitConverter.TryWriteBytes(_configuration, value);
                ConfigurationChanged();
            }
        }

        protected override ReadOnlySpan<byte> Configuration => _configuration;

        public void Answer(int index, ReadOnlySpan<byte> data)
        {
            VirtioChain chain = Held[index];
            Held.RemoveAt(index);
            chain.Write(0, data);
            Queue!.Return(chain, (uint)data.Length);
        }

        public void AnswerLater() => Post(() => Answer(0, "later"u8));

        protected override void Serve(int index, VirtioQueue queue)
        {
            Queue = queue;
            while (queue.TryTake(out VirtioChain? chain))
            {
                Held.Add(chain);
                Taken?.Invoke();
                if (AnswersAllWhenServed)
                {
                    Answer(Held.Count - 1, default);
                }
            }

            while (AnswersAllWhenServed && Held.Count > 0)
            {
                Answer(0, default);
            }

            for (; PutsBack && Held.Count > 0; Held.RemoveAt(Held.Count - 1))
            {
                queue.PutBack(Held[^1]);
            }
        }
    }
}
