// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>The virtio console under a driver that keeps the rules.</summary>
public sealed class VirtioDriverTests : VmTest
{
    private const uint QueueSize = VirtioDriver.DefaultQueueSize;
    private const uint LargestChain = 0x10_0000;
    private const ulong LargeRam = 64 * Page;
    private const ulong Buffers = RamStart + (8 * Page);

    private readonly StringBuilder _sent = new();
    private readonly List<bool> _levels = [];
    private TestGuest _guest = null!;
    private VirtioConsole _console = null!;
    private VirtioDriver _driver = null!;

    [Fact]
    public void SetsItselfUpSendsAndReceivesRoundTheRing()
    {
        Start();
        Assert.Equal(VirtioDriver.Working, _driver.SetUp());
        for (uint i = 0; i < 3 * QueueSize; i++)
        {
            Memory.Write(Buffers, Encoding.ASCII.GetBytes($"{i},"));
            _driver.Describe(1, 0, Buffers, 1, VirtioDriver.Next, next: 1);
            _driver.Describe(1, 1, Buffers + 1, (uint)$"{i},".Length - 1);
            _driver.Offer(1, head: 0);
            Assert.Equal(i + 1, _driver.Used(1));
            Acknowledge();
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 24).Select(i => $"{i},")), _sent.ToString());
        for (int i = 0; i < 3 * QueueSize; i++)
        {
            _driver.Describe(0, 0, Buffers + Page, 4, VirtioDriver.Write);
            _driver.Offer(0, head: 0);
            _console.Receive([(byte)i]);
            Assert.Equal((byte)i, Memory.Read<byte>(Buffers + Page));
            Acknowledge();
        }

        Assert.Equal(Enumerable.Range(0, 96).Select(i => i % 2 == 0), _levels);
    }

    [Fact]
    public void ADriverOfAnotherVersionIsNotAccepted()
    {
        Start();
        Assert.Equal(7u, _driver.SetUp(features: 0));
    }

    [Fact]
    public void FeaturesThatAreNotOfferedAreNotAccepted()
    {
        Start();
        ulong offered = _driver.ReadFeatures();
        Assert.Equal(VirtioDriver.Version1Feature | VirtioDriver.EventIndexFeature | VirtioDriver.IndirectFeature, offered);
        Assert.Equal(7u, _driver.SetUp(VirtioDriver.Version1Feature | 1));
        Memory.Write(Buffers, (byte)'x');
        _driver.Describe(1, 0, Buffers, 1);
        _driver.Offer(1, head: 0);
        Assert.Equal("", _sent.ToString());
        Assert.Equal(VirtioDriver.Working, _driver.SetUp(offered));
    }

    [Fact]
    public void FeaturesAreSettledOnceAccepted()
    {
        Start();
        _driver.SetUp();
        _guest.Store(Device + 0x24, 0u);
        _guest.Store(Device + 0x20, (uint)VirtioDriver.IndirectFeature);
        _driver.DescribeAt(Buffers, Buffers + Page, 1);
        _driver.Describe(1, 0, Buffers, 16, VirtioDriver.Indirect);
        _driver.Offer(1, head: 0);
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
    }

    [Fact]
    public void AQueueThatIsReadyDoesNotChange()
    {
        Start();
        _driver.SetUp();
        _guest.Store(Device + 0x30, 1u);
        _guest.Store(Device + 0x38, 4u);
        _driver.SetArea(0, 0);
        Memory.Write(Buffers, (byte)'x');
        _driver.Describe(1, 7, Buffers, 1);
        _driver.Offer(1, head: 7);
        Assert.Equal("x", _sent.ToString());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(3u)]
    [InlineData(512u)]
    [InlineData(0x1_0008u)]
    public void AQueueOfAnImpossibleSizeDoesNotBecomeReady(uint size)
    {
        Start();
        _guest.Store(Device + 0x30, 1u);
        _guest.Store(Device + 0x38, size);
        _guest.Store(Device + 0x44, 1u);
        Assert.Equal(0u, _guest.Read<uint>(Device + 0x44));
    }

    [Fact]
    public void NothingHappensBeforeTheDriverIsReady()
    {
        Start();
        _driver.SetUp(ready: false);
        _driver.Describe(1, 0, Buffers, 1);
        _driver.Offer(1, head: 0);
        Assert.Equal("", _sent.ToString());
    }

    [Fact]
    public void WhatWasOfferedBeforeTheDriverWasReadyIsServedThen()
    {
        Start();
        uint status = _driver.SetUp(ready: false);
        Memory.Write(Buffers, (byte)'t');
        _driver.Describe(1, 0, Buffers, 1);
        _driver.Offer(1, head: 0);
        _driver.Describe(0, 0, Buffers + Page, 4, VirtioDriver.Write);
        _driver.Offer(0, head: 0);
        _console.Receive("r"u8);
        Assert.Empty(_levels);
        _driver.Status = status | 4;
        Assert.Equal("t", _sent.ToString());
        Assert.Equal((byte)'r', Memory.Read<byte>(Buffers + Page));
        Assert.Equal(0, _console.WaitingCount);
        Assert.Equal([true], _levels);
    }

    [Fact]
    public void AnIndirectTableIsAChain()
    {
        Start();
        _driver.SetUp(VirtioDriver.Version1Feature | VirtioDriver.IndirectFeature);
        Memory.Write(Buffers, "abc"u8);
        _driver.DescribeAt(Buffers + Page, Buffers + 1, 1, VirtioDriver.Next, next: 2);
        _driver.DescribeAt(Buffers + Page + 32, Buffers + 2, 1);
        _driver.Describe(1, 0, Buffers, 1, VirtioDriver.Next, next: 5);

        // 2.7.5.3.2: the write flag of the descriptor that refers to the table means nothing.
        _driver.Describe(1, 5, Buffers + Page, 48, VirtioDriver.Indirect | VirtioDriver.Write);
        _driver.Offer(1, head: 0);
        Assert.Equal("abc", _sent.ToString());
        Assert.Equal(1, _driver.Used(1));
    }

    [Fact]
    public void AGuestHearsOfTheEventsItAsksFor()
    {
        Start();
        _driver.SetUp(VirtioDriver.Version1Feature | VirtioDriver.EventIndexFeature);
        GuestAddress usedEvent = _driver.UsedEvent(1);
        GuestAddress availableEvent = _driver.AvailableEvent(1);
        Memory.Write(usedEvent, (ushort)2);
        _driver.Describe(1, 0, Buffers, 1);
        for (ushort i = 1; i <= 4; i++)
        {
            _driver.Offer(1, head: 0);
            Assert.Equal(i >= 3 ? 1u : 0, _driver.InterruptStatus);
            Assert.Equal(i, Memory.Read<ushort>(availableEvent));
        }

        Assert.Equal([true], _levels);
    }

    [Fact]
    public void OthersAreServedBeforeALongOutputEnds()
    {
        int sentBeforeOthers = 0;
        Start(LargeRam, begun: () => Machine.Post(() => sentBeforeOthers = _sent.Length));
        _driver.SetUp();
        for (int i = 0; i < (int)QueueSize; i++)
        {
            bool last = i == (int)QueueSize - 1;
            _driver.Describe(1, i, RamStart, LargestChain / QueueSize, (ushort)(last ? 0 : 1), (ushort)(last ? 0 : i + 1));
        }

        for (int i = 0; i < 6; i++)
        {
            _driver.Add(1, head: 0);
        }

        _driver.Notify(1);
        Assert.Equal(VirtioDriver.Working, _driver.Status);
        Assert.Equal(4 * (int)LargestChain, sentBeforeOthers);
        Assert.Equal(6 * (int)LargestChain, _sent.Length);
        Assert.Equal(6, _driver.Used(1));
    }

    [Fact]
    public void AGuestThatPollsIsNotInterrupted()
    {
        Start();
        _driver.SetUp();
        Memory.Write(_driver.AvailableRing(1), (ushort)1);
        _driver.Describe(1, 0, Buffers, 1);
        _driver.Offer(1, head: 0);
        Assert.Equal(1, _sent.Length);
        Assert.Empty(_levels);
    }

    [Fact]
    public void ASharedMemoryRegionThatIsNotThereHasNoSizeAndNoPlace()
    {
        Start();
        for (ulong offset = 0xb0; offset <= 0xbc; offset += 4)
        {
            Assert.Equal(uint.MaxValue, _guest.Read<uint>(Device + offset));
        }
    }

    private void Start(ulong ram = 16 * Page, Action? begun = null)
    {
        MapRam(ram);
        _console = new VirtioConsole(m =>
        {
            if (_sent.Length == 0)
            {
                begun?.Invoke();
            }

            _sent.Append(Encoding.ASCII.GetString(m.Span));
        });
        Memory.Attach(Device, new VirtioMmio(Memory, _console, _levels.Add));
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, RamStart);
        Assert.Equal(0x74726976u, _guest.Read<uint>(Device));
        Assert.Equal(2u, _guest.Read<uint>(Device + 4));
        Assert.Equal(3u, _guest.Read<uint>(Device + 8));
    }

    private void Acknowledge()
    {
        Assert.Equal(1u, _driver.InterruptStatus);
        _driver.Acknowledge();
    }
}
