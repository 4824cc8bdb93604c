// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests.BadInput;

/// <summary>
/// What no driver may put into a virtqueue (Virtio 1.2, 2.7). The device asks for a reset, and nothing of the chain has been done: a
/// good buffer in front of the bad one is neither sent nor filled, and the chain is not returned.
/// </summary>
public sealed class BadVirtqueueTests : VmTest
{
    private const ulong Buffers = RamStart + (8 * Page);
    private const ulong RamSize = 16 * Page;

    private readonly List<byte> _sent = [];
    private readonly List<bool> _levels = [];
    private TestGuest _guest = null!;
    private VirtioConsole _console = null!;
    private VirtioMmio _transport = null!;
    private VirtioDriver _driver = null!;

    [Theory]
    [InlineData(8)]
    [InlineData(300)]
    [InlineData(0xffff)]
    public void AHeadThatTheTableDoesNotHave(int head)
    {
        Start();
        _driver.Offer(1, (ushort)head);
        AssertBroken($"Descriptor {head} of a table of 8");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(200)]
    [InlineData(0xffff)]
    public void ANextThatTheTableDoesNotHave(int next)
    {
        Start();
        _driver.Describe(1, 0, Buffers, 4, VirtioDriver.Next, (ushort)next);
        _driver.Offer(1, 0);
        AssertBroken($"Descriptor {next} of a table of 8");
    }

    [Fact]
    public void ALoop()
    {
        Start();
        _driver.Describe(1, 0, Buffers, 4, VirtioDriver.Next, next: 1);
        _driver.Describe(1, 1, Buffers, 4, VirtioDriver.Next, next: 0);
        _driver.Offer(1, 0);
        AssertBroken("more than 8");
    }

    [Theory]
    [InlineData(0xffff_ffff_ffff_fff0, 0x20u)]
    [InlineData(ulong.MaxValue, 1u)]
    [InlineData(ulong.MaxValue, 2u)]
    [InlineData(0x4000_fff0, 0x11u)]
    [InlineData(0x3fff_ffff, 2u)]
    [InlineData(0x0900_0000, 4u)]
    [InlineData(0, 4u)]
    public void ABufferThatIsNotMemory(ulong address, uint length)
    {
        Start();
        _driver.Describe(1, 0, Buffers, 4, VirtioDriver.Next, next: 1);
        _driver.Describe(1, 1, address, length);
        _driver.Offer(1, 0);
        AssertBroken($"{address:x}");
    }

    [Fact]
    public void ABufferThatIsNotMemoryToReceiveInto()
    {
        Start();
        _driver.Describe(0, 0, Buffers, 4, VirtioDriver.Next | VirtioDriver.Write, next: 1);
        _driver.Describe(0, 1, RamStart + RamSize, 4, VirtioDriver.Write);
        _driver.Offer(0, 0);
        _console.Receive("input"u8);
        AssertBroken("is not memory", queue: 0);
        Assert.Equal(0u, Memory.Read<uint>(Buffers));
        AssertInputIsKept();
    }

    // A guest may have been given a device of the machine, whose registers allow aligned accesses alone.
    [Fact]
    public void ABufferInADeviceOfTheMachineIsAccessedAsOne()
    {
        Start(VirtioDriver.IndirectFeature);
        using MemoryReservation device = Memory.Reserve(Range(Device + Page, Page), name: "device");
        device.MapPhysical(TestMachine.FirstDevice);

        // Registers that always read the same: those that identify a PrimeCell.
        const ulong Registers = Device + Page + 0xfe1;
        byte[] expected = new byte[7];
        Memory.Read(Registers, expected);
        _driver.Describe(1, 0, Registers, 7);
        _driver.Offer(1, 0);
        Assert.Equal(VirtioDriver.Working, _driver.Status);
        Assert.Equal(expected, _sent);
        _sent.Clear();
        _driver.SetUp(VirtioDriver.Version1Feature | VirtioDriver.IndirectFeature);
        _driver.Describe(1, 0, Registers, 16, VirtioDriver.Indirect);
        _driver.Offer(1, 0);
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
    }

    [Fact]
    public void AnEmptyBuffer()
    {
        Start();
        _driver.Describe(1, 0, Buffers, 4, VirtioDriver.Next, next: 1);
        _driver.Describe(1, 1, Buffers, 0);
        _driver.Offer(1, 0);
        AssertBroken("empty");
    }

    [Fact]
    public void ABufferToBeReadInAQueueForInput()
    {
        Start();
        _driver.Describe(0, 0, Buffers, 4);
        _driver.Offer(0, 0);
        _console.Receive("input"u8);
        AssertBroken("only writes", queue: 0);
        AssertInputIsKept();
    }

    [Fact]
    public void ABufferToBeWrittenInAQueueForOutput()
    {
        Start();
        _driver.Describe(1, 0, Buffers, 4, VirtioDriver.Write);
        _driver.Offer(1, 0);
        AssertBroken("only reads");
    }

    [Fact]
    public void ABufferToBeReadBehindOneToBeWritten()
    {
        Start();
        _driver.Describe(1, 0, Buffers, 4, VirtioDriver.Write | VirtioDriver.Next, next: 1);
        _driver.Describe(1, 1, Buffers, 4);
        _driver.Offer(1, 0);
        AssertBroken("the one before it to be written");
    }

    [Fact]
    public void AnIndirectTableThatWasNotNegotiated()
    {
        Start();
        _driver.DescribeAt(Buffers, Buffers + Page, 4);
        _driver.Describe(1, 0, Buffers, 16, VirtioDriver.Indirect);
        _driver.Offer(1, 0);
        AssertBroken("not negotiated");
    }

    [Theory]
    [InlineData(0u, "0 bytes")]
    [InlineData(8u, "8 bytes")]
    [InlineData(17u, "17 bytes")]
    [InlineData(0x10_0000u, "not memory")]
    public void AnIndirectTableOfAnImpossibleSize(uint bytes, string fault)
    {
        Start(VirtioDriver.IndirectFeature);
        _driver.DescribeAt(Buffers, Buffers + Page, 4);
        _driver.Describe(1, 0, Buffers, bytes, VirtioDriver.Indirect);
        _driver.Offer(1, 0);
        AssertBroken(fault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AnIndirectTableInAnIndirectTable(int place)
    {
        Start(VirtioDriver.IndirectFeature);
        _driver.DescribeAt(Buffers, Buffers + Page, 4, VirtioDriver.Next, next: 1);
        _driver.DescribeAt(Buffers + ((ulong)place * 16), Buffers, 32, VirtioDriver.Indirect);
        _driver.Describe(1, 0, Buffers, 32, VirtioDriver.Indirect);
        _driver.Offer(1, 0);
        AssertBroken("refers to another");
    }

    [Fact]
    public void AnIndirectTableWithANextDescriptor()
    {
        Start(VirtioDriver.IndirectFeature);
        _driver.DescribeAt(Buffers, Buffers + Page, 4);
        _driver.Describe(1, 0, Buffers, 16, VirtioDriver.Indirect | VirtioDriver.Next, next: 1);
        _driver.Describe(1, 1, Buffers + Page, 4);
        _driver.Offer(1, 0);
        AssertBroken("has a next one");
    }

    [Fact]
    public void ANextThatTheIndirectTableDoesNotHave()
    {
        Start(VirtioDriver.IndirectFeature);
        _driver.DescribeAt(Buffers, Buffers + Page, 4, VirtioDriver.Next, next: 2);
        _driver.DescribeAt(Buffers + 32, Buffers + Page, 4);
        _driver.Describe(1, 0, Buffers, 32, VirtioDriver.Indirect);
        _driver.Offer(1, 0);
        AssertBroken("Descriptor 2 of a table of 2");
    }

    [Fact]
    public void ALoopInAnIndirectTable()
    {
        Start(VirtioDriver.IndirectFeature);
        _driver.DescribeAt(Buffers, Buffers + Page, 4, VirtioDriver.Next, next: 0);
        _driver.Describe(1, 0, Buffers, 16, VirtioDriver.Indirect);
        _driver.Offer(1, 0);
        AssertBroken("more than 8");
    }

    [Fact]
    public void AChainThatIsTooLarge()
    {
        Start(ram: 64 * Page);
        uint eighth = (uint)_console.LargestChain / VirtioDriver.DefaultQueueSize;
        for (int i = 0; i < 8; i++)
        {
            bool last = i == 7;
            _driver.Describe(1, i, RamStart, last ? eighth + 1 : eighth, last ? (ushort)0 : VirtioDriver.Next, (ushort)(i + 1));
        }

        _driver.Offer(1, 0);
        AssertBroken($"{_console.LargestChain + 1} bytes; the limit is {_console.LargestChain}");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(0xffff)]
    public void MoreChainsThanTheQueueHolds(int index)
    {
        Start();
        Memory.Write(_driver.AvailableRing(1) + 2, (ushort)index);
        _driver.Notify(1);
        AssertBroken($"{index} chains in a queue of 8");
        Assert.Equal([true], _levels);
        _driver.Status = 0;
        Assert.Equal([true, false], _levels);
        Assert.Null(_transport.Fault);
        Restart(0);
    }

    [Theory]
    [InlineData(0u, 0x4000_0008)]
    [InlineData(1u, 0x4000_1001)]
    [InlineData(2u, 0x4000_2002)]
    [InlineData(0u, 0x4000_fff0)]
    [InlineData(1u, 0x4000_fffe)]
    [InlineData(2u, 0x4000_fffc)]
    [InlineData(0u, 0xffff_ffff_ffff_fff0)]
    [InlineData(1u, 0x0900_0000)]
    [InlineData(2u, 0)]
    public void AnAreaThatIsNotAlignedOrNotMemory(uint part, ulong address)
    {
        Start(ready: false);
        _guest.Store(Device + 0x30, 1u);
        _guest.Store(Device + 0x44, 0u);
        _driver.SetArea(part, address);
        _guest.Store(Device + 0x44, 1u);
        _driver.Status = VirtioDriver.Working;
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Equal(2u, _driver.InterruptStatus);
    }

    [Fact]
    public void ADriverThatSkipsTheFeatures()
    {
        Start(ready: false);
        _driver.Status = 0;
        _guest.Store(Device + 0x30, 1u);
        _guest.Store(Device + 0x44, 1u);
        _driver.Status = 7;
        _driver.Describe(1, 0, Buffers, 4);
        _driver.Offer(1, 0);
        Assert.Empty(_sent);
        Assert.Equal(7u, _driver.Status);
    }

    [Fact]
    public void ADriverThatGaveUpIsNotServed()
    {
        Start();
        _driver.Status = 0x80;
        _driver.Describe(1, 0, Buffers, 4);
        _driver.Offer(1, 0);
        Assert.Empty(_sent);
    }

    [Fact]
    public void ADriverCannotClearTheRequestForAReset()
    {
        Start();
        _driver.Offer(1, 300);
        _driver.Status = VirtioDriver.Working;
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
    }

    private void Start(ulong features = 0, bool ready = true, ulong ram = RamSize)
    {
        MapRam(ram);
        _console = new VirtioConsole(m => _sent.AddRange(m.Span));
        _transport = new VirtioMmio(Memory, _console, _levels.Add);
        Memory.Attach(Device, _transport);
        _guest = StartGuest();
        _driver = _guest.DriveVirtio(Memory, Device, RamStart);
        _driver.SetUp(VirtioDriver.Version1Feature | features, ready);
    }

    private void Restart(ulong features) =>
        Assert.Equal(VirtioDriver.Working, _driver.SetUp(VirtioDriver.Version1Feature | features));

    private void AssertBroken(string fault, int queue = 1)
    {
        Assert.Equal(VirtioDriver.NeedsReset, _driver.Status);
        Assert.Equal(2u, _driver.InterruptStatus);
        Assert.Contains(fault, _transport.Fault);
        Assert.Empty(_sent);
        Assert.Equal(0, _driver.Used(queue));
    }

    // The next driver receives it.
    private void AssertInputIsKept()
    {
        Assert.Equal(5, _console.WaitingCount);
        Restart(0);
        _driver.Describe(0, 0, Buffers, 8, VirtioDriver.Write);
        _driver.Offer(0, 0);
        Assert.Equal(0, _console.WaitingCount);
        Span<byte> received = stackalloc byte[5];
        Memory.Read(Buffers, received);
        Assert.True(received.SequenceEqual("input"u8));
    }
}
