// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text;
using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>The virtio console under a driver that does what Virtio 1.2, 3.1.1 and 4.2.3 tell drivers to do.</summary>
public sealed class VirtioDriverTests : VmTest
{
    private const uint QueueSize = 8;
    private const uint LargestChain = 0x10_0000;
    private const ulong LargeRam = 64 * Page;
    private const ulong Buffers = RamStart + (8 * Page);

    private readonly StringBuilder _sent = new();
    private readonly List<bool> _levels = [];
    private readonly ushort[] _available = new ushort[2];
    private TestGuest _guest = null!;
    private VirtioConsole _console = null!;

    [Fact]
    public void SetsItselfUpSendsAndReceivesRoundTheRing()
    {
        Start();
        Assert.Equal(0xfu, SetUp(version1: true));
        for (uint i = 0; i < 3 * QueueSize; i++)
        {
            Memory.Write(Buffers, Encoding.ASCII.GetBytes($"{i},"));
            Describe(1, 0, Buffers, 1, flags: 1, next: 1);
            Describe(1, 1, Buffers + 1, (uint)$"{i},".Length - 1, flags: 0, next: 0);
            Offer(1, head: 0);
            Assert.Equal(i + 1, Memory.Read<ushort>(Queue(1) + (2 * Page) + 2));
            Acknowledge();
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 24).Select(i => $"{i},")), _sent.ToString());
        for (int i = 0; i < 3 * QueueSize; i++)
        {
            Describe(0, 0, Buffers + Page, 4, flags: 2, next: 0);
            Offer(0, head: 0);
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
        Assert.Equal(7u, SetUp(version1: false));
    }

    [Fact]
    public void NothingHappensBeforeTheDriverIsReady()
    {
        Start();
        SetUp(version1: true, ready: false);
        Describe(1, 0, Buffers, 1, flags: 0, next: 0);
        Offer(1, head: 0);
        Assert.Equal("", _sent.ToString());
    }

    [Fact]
    public void WhatWasOfferedBeforeTheDriverWasReadyIsServedThen()
    {
        Start();
        uint status = SetUp(version1: true, ready: false);
        Memory.Write(Buffers, (byte)'t');
        Describe(1, 0, Buffers, 1, flags: 0, next: 0);
        Offer(1, head: 0);
        Describe(0, 0, Buffers + Page, 4, flags: 2, next: 0);
        Offer(0, head: 0);
        _console.Receive("r"u8);
        Assert.Empty(_levels);
        _guest.Store(Device + 0x70, status | 4);
        Assert.Equal("t", _sent.ToString());
        Assert.Equal((byte)'r', Memory.Read<byte>(Buffers + Page));
        Assert.Equal(0, _console.WaitingCount);
        Assert.Equal([true], _levels);
    }

    [Fact]
    public void AChainThatIsTooLongAsksForAReset()
    {
        Start(LargeRam);
        SetUp(version1: true);
        DescribeChain(LargestChain / QueueSize);
        Offer(1, head: 0);
        Assert.Equal((int)LargestChain, _sent.Length);
        Describe(1, (int)QueueSize - 1, RamStart, (LargestChain / QueueSize) + 1, flags: 0, next: 0);
        Offer(1, head: 0);
        Assert.Equal(0x4fu, _guest.Read<uint>(Device + 0x70));
        Assert.Equal((int)LargestChain, _sent.Length);
    }

    [Fact]
    public void MoreThanOneNotificationMayCostAsksForAReset()
    {
        Start(LargeRam);
        SetUp(version1: true);
        DescribeChain(LargestChain / QueueSize);
        OfferAgain(chains: 4);
        Assert.Equal(0xfu, _guest.Read<uint>(Device + 0x70));
        _sent.Clear();
        OfferAgain(chains: 5);
        Assert.Equal(0x4fu, _guest.Read<uint>(Device + 0x70));
        Assert.Equal(4 * (int)LargestChain, _sent.Length);
    }

    [Fact]
    public void AGuestThatPollsIsNotInterrupted()
    {
        Start();
        SetUp(version1: true);
        Memory.Write(Queue(1) + Page, (ushort)1);
        Describe(1, 0, Buffers, 1, flags: 0, next: 0);
        Offer(1, head: 0);
        Assert.Equal(1, _sent.Length);
        Assert.Empty(_levels);
    }

    [Fact]
    public void MoreChainsThanTheQueueHoldsAskForAReset()
    {
        Start();
        SetUp(version1: true);
        _available[1] = (ushort)QueueSize;
        Offer(1, head: 0);
        Assert.Equal(0x4fu, _guest.Read<uint>(Device + 0x70));
        Assert.Equal(2u, _guest.Read<uint>(Device + 0x60));
        Assert.Equal([true], _levels);
        _guest.Store(Device + 0x70, 0u);
        Assert.Equal([true, false], _levels);
        Memory.Write(Queue(1) + Page + 2, (ushort)0); // a driver zeroes a queue before it uses it (4.2.3.2)
        Assert.Equal(0xfu, SetUp(version1: true));
    }

    private static ulong Queue(int queue) => RamStart + ((ulong)queue * 4 * Page);

    private void Start(ulong ram = 16 * Page)
    {
        MapRam(ram);
        _console = new VirtioConsole(Memory, m => _sent.Append(Encoding.ASCII.GetString(m.Span)), _levels.Add);
        Memory.Attach(Device, _console);
        _guest = StartGuest();
    }

    // The device's status at the end.
    private uint SetUp(bool version1, bool ready = true)
    {
        Assert.Equal(0x74726976u, _guest.Read<uint>(Device));
        Assert.Equal(2u, _guest.Read<uint>(Device + 4));
        _guest.Store(Device + 0x70, 0u);
        _guest.Store(Device + 0x70, 1u);
        _guest.Store(Device + 0x70, 3u);
        for (uint word = 0; word < 2; word++)
        {
            _guest.Store(Device + 0x14, word);
            uint offered = _guest.Read<uint>(Device + 0x10);
            Assert.Equal(word, offered);
            _guest.Store(Device + 0x24, word);
            _guest.Store(Device + 0x20, version1 ? offered : 0);
        }

        _guest.Store(Device + 0x70, 0xbu);
        for (uint queue = 0; queue < 2; queue++)
        {
            _guest.Store(Device + 0x30, queue);
            Assert.Equal(0u, _guest.Read<uint>(Device + 0x44));
            Assert.InRange(_guest.Read<uint>(Device + 0x34), QueueSize, 1024u);
            _guest.Store(Device + 0x38, QueueSize);
            for (uint part = 0; part < 3; part++)
            {
                ulong address = Queue((int)queue) + (part * Page);
                _guest.Store(Device + 0x80 + (part * 0x10), (uint)address);
                _guest.Store(Device + 0x84 + (part * 0x10), (uint)(address >> 32));
            }

            _guest.Store(Device + 0x44, 1u);
        }

        uint status = _guest.Read<uint>(Device + 0x70);
        if (ready)
        {
            _guest.Store(Device + 0x70, status | 4);
        }

        return _guest.Read<uint>(Device + 0x70);
    }

    private void Describe(int queue, int index, ulong address, uint length, ushort flags, ushort next)
    {
        ulong at = Queue(queue) + ((ulong)index * 16);
        Memory.Write(at, address);
        Memory.Write(at + 8, length);
        Memory.Write(at + 12, flags);
        Memory.Write(at + 14, next);
    }

    // One chain to send, of as many descriptors as there are.
    private void DescribeChain(uint bytesEach)
    {
        for (int i = 0; i < (int)QueueSize; i++)
        {
            bool last = i == (int)QueueSize - 1;
            Describe(1, i, RamStart, bytesEach, flags: (ushort)(last ? 0 : 1), next: (ushort)(last ? 0 : i + 1));
        }
    }

    // The same chain several times, with one notification.
    private void OfferAgain(int chains)
    {
        ulong ring = Queue(1) + Page;
        for (uint i = 0; i < QueueSize; i++)
        {
            Memory.Write(ring + 4 + (2ul * i), (ushort)0);
        }

        _available[1] += (ushort)chains;
        Memory.Write(ring + 2, _available[1]);
        _guest.Store(Device + 0x50, 1u);
    }

    private void Offer(int queue, ushort head)
    {
        ulong ring = Queue(queue) + Page;
        Memory.Write(ring + 4 + (2ul * (_available[queue] % QueueSize)), head);
        Memory.Write(ring + 2, ++_available[queue]);
        _guest.Store(Device + 0x50, (uint)queue);
    }

    private void Acknowledge()
    {
        uint status = _guest.Read<uint>(Device + 0x60);
        Assert.Equal(1u, status);
        _guest.Store(Device + 0x64, status);
    }
}
