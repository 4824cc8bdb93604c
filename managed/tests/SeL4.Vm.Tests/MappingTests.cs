// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class MappingTests : VmTest
{
    [Fact]
    public void MapsRamAndUnmapsIt()
    {
        MemoryReservation ram = MapRam(8 * Page);
        Assert.Equal(MemoryBacking.Mapped, ram.Backing);
        Assert.Equal(8 * Page, ram.MappedBytes);
        Assert.Equal(8ul, ram.MappedPages);
        ram.Unmap();
        Assert.Equal(MemoryBacking.None, ram.Backing);
        AssertFails(VmErrorCode.NotMapped, ram.Unmap);
        ram.MapFreshFrames();
        Assert.Equal(8 * Page, ram.MappedBytes);
        ram.Dispose();
    }

    [Fact]
    public void UsesTheLargestPagesThatFit()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 0x40_0000));
        ram.MapRam();
        Assert.Equal(2ul, ram.MappedPages);
        ram.Unmap();
        ram.MapRam(largestPage: PageSize.Page4KiB);
        Assert.Equal(1024ul, ram.MappedPages);
        Assert.Throws<ArgumentOutOfRangeException>(() => ram.MapRam(largestPage: (PageSize)20));
    }

    [Fact]
    public void MapsPhysicalMemory()
    {
        MemoryReservation identity = Memory.Reserve(Range(TestMachine.FirstDevice, Page));
        identity.MapIdentity();
        MemoryReservation moved = Memory.Reserve(Range(0x1_0000_0000, Page));
        moved.MapPhysical(TestMachine.SecondDevice);
        MemoryReservation device = Memory.Reserve(Range(TestMachine.ThirdDevice, Page));
        device.MapDeviceOrRam();
        MemoryReservation ram = Memory.Reserve(Range(0x2_0000_0000, Page));
        ram.MapDeviceOrRam();
        Assert.True(Memory.TryGetPhysicalAddress(identity.Range, out ulong physical));
        Assert.Equal(TestMachine.FirstDevice, physical);
        Assert.True(Memory.TryGetPhysicalAddress(moved.Range, out physical));
        Assert.Equal(TestMachine.SecondDevice, physical);
        Assert.True(Memory.TryGetPhysicalAddress(device.Range, out physical));
        Assert.Equal(TestMachine.ThirdDevice, physical);
        Assert.True(Memory.TryGetPhysicalAddress(ram.Range, out physical));
        Assert.False(Memory.TryGetPhysicalAddress(Range(Device + 0x100_0000, Page), out _));
        MemoryReservation other = Memory.Reserve(Range(0x3_0000_0000, Page));
        Assert.ThrowsAny<GuestMemoryException>(() => other.MapPhysical(TestMachine.FirstDevice));
        Assert.ThrowsAny<GuestMemoryException>(() => other.MapPhysical(TestMachine.FirstDevice + 1));
        Assert.Equal(MemoryBacking.None, other.Backing);
    }

    [Fact]
    public void MapsTheProgramsFrames()
    {
        using OwnedFrame first = OwnedFrame.Allocate();
        using OwnedFrame second = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        var asked = new List<GuestAddress>();
        reservation.Map(address =>
        {
            asked.Add(address);
            return (asked.Count == 1 ? first : second).ToFrame();
        });
        Assert.Equal([RamStart, RamStart + Page], asked);
        reservation.Unmap();
        reservation.MapFrames([first.Capability, second.Capability], PageSize.Page4KiB);
        Assert.Equal(2ul, reservation.MappedPages);
        reservation.Dispose();
        Assert.NotEqual(0ul, first.Capability);
    }

    [Fact]
    public void DeferredPagesComeOnFirstTouch()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 4 * Page), Unhandled);
        ram.MapDeferred();
        TestGuest guest = StartGuest();
        Assert.Equal(MemoryBacking.Deferred, ram.Backing);
        Assert.Equal(0ul, ram.MappedPages);
        guest.Store(RamStart + Page, 0x1234u);
        Assert.Equal(0x1234u, guest.Read<uint>(RamStart + Page));
        Assert.Equal(1ul, ram.MappedPages);
        Assert.Equal(0ul, ram.FaultCount);
        Assert.Equal(1ul, Machine.Counters.DeferredMaps);
    }

    [Fact]
    public void ADeferredSourceIsAskedOnFirstTouch()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 4 * Page), Unhandled);
        ram.MapDeferred(_ => frame.ToFrame());
        TestGuest guest = StartGuest();
        guest.Store(RamStart + (2 * Page), (byte)7);
        Assert.Equal(1ul, ram.MappedPages);
        ram.Unmap();
        Assert.Equal(MemoryBacking.None, ram.Backing);
        ram.Dispose();
    }

    [Fact]
    public void RightsAreKept()
    {
        var writes = new List<ulong>();
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 2 * Page), (ref MemoryFault fault) =>
        {
            writes.Add(fault.Data);
            return FaultResult.Handled;
        });
        ram.MapRam();
        ram.SetRights(Range(RamStart, Page), MemoryRights.Read);
        TestGuest guest = StartGuest();
        guest.Store(RamStart, 5u);
        guest.Store(RamStart + Page, 6u);
        Assert.Equal([5ul], writes);
        Assert.Equal(0u, guest.Read<uint>(RamStart));
        ram.SetRights(MemoryRights.ReadWrite);
        guest.Store(RamStart, 5u);
        Assert.Equal(5u, guest.Read<uint>(RamStart));
        AssertFails(VmErrorCode.OutOfRange, () => ram.SetRights(Range(RamStart + Page, 2 * Page), MemoryRights.Read));
    }

    [Fact]
    public void DirtyPagesAreTracked()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 4 * Page));
        ram.MapRam(largestPage: PageSize.Page4KiB);
        AssertFails(VmErrorCode.BadState, () => ram.CollectTouchedPages());
        ram.Tracking = MemoryTracking.Dirty;
        TestGuest guest = StartGuest();
        guest.Store(RamStart + Page, 1u);
        guest.Read<uint>(RamStart);
        Memory.Write(RamStart + (3 * Page), [1]);
        Assert.Equal(
            [new TouchedPage(Range(RamStart + Page, Page), true), new TouchedPage(Range(RamStart + (3 * Page), Page), true)],
            ram.CollectTouchedPages());
        Assert.Empty(ram.CollectTouchedPages());
        Memory.MarkDirty(Range(RamStart, 1));
        Assert.Single(ram.CollectTouchedPages(clear: false));
        Assert.Single(ram.CollectTouchedPages());
        ram.Tracking = MemoryTracking.Accessed;
        guest.Read<uint>(RamStart);
        Assert.Equal(new TouchedPage(Range(RamStart, Page), false), Assert.Single(ram.CollectTouchedPages()));
        Assert.Equal(MemoryTracking.Accessed, ram.Tracking);
        ram.Tracking = MemoryTracking.None;
        Assert.Equal(MemoryTracking.None, ram.Tracking);
    }

    [Fact]
    public void AFrameIsSharedWithTheGuest()
    {
        SharedFrame frame = Memory.CreateSharedFrame(0x5000_0000, name: "mailbox");
        TestGuest guest = StartGuest();
        guest.Store(0x5000_0010, 0xcafeu);
        Assert.Equal(0xfe, frame.Content[0x10]);
        frame.Content[0x20] = 9;
        Assert.Equal(9, guest.Read<byte>(0x5000_0020));
        Assert.Equal(4096, frame.Content.Length);
        AssertFails(VmErrorCode.Overlap, () => Memory.CreateSharedFrame(0x5000_0000));
        AssertFails(VmErrorCode.Unaligned, () => Memory.CreateSharedFrame(0x5000_1001));
        frame.Unmap();
        Assert.Throws<InvalidOperationException>(() => frame.Content.Length);
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Content.Length);
    }

    [Fact]
    public void AReadOnlySharedFrameSendsWritesToTheHandler()
    {
        ulong written = 0;
        Memory.CreateSharedFrame(0x5000_0000, MemoryRights.Read, (ref MemoryFault fault) =>
        {
            written = fault.Data;
            return FaultResult.Handled;
        });
        TestGuest guest = StartGuest();
        guest.Store(0x5000_0000, 77u);
        Assert.Equal(77ul, written);
        Assert.Equal(0u, guest.Read<uint>(0x5000_0000));
    }

    [Fact]
    public void ADeviceFrameIsShared()
    {
        SharedFrame frame = Memory.CreateDeviceFrame(TestMachine.FirstDevice);
        Assert.True(Memory.TryGetPhysicalAddress(frame.Range, out ulong physical));
        Assert.Equal(TestMachine.FirstDevice, physical);
        frame.Dispose();
        using OwnedFrame taken = OwnedFrame.AllocateAt(TestMachine.FirstDevice);
        Assert.ThrowsAny<GuestMemoryException>(() => Memory.CreateDeviceFrame(TestMachine.FirstDevice));
    }

    [Fact]
    public void OwnedFramesAreGivenBack()
    {
        OwnedFrame frame = OwnedFrame.AllocateAt(TestMachine.FirstDevice);
        Assert.ThrowsAny<VirtualMachineException>(() => OwnedFrame.AllocateAt(TestMachine.FirstDevice));
        frame.Dispose();
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Capability);
        OwnedFrame.AllocateAt(TestMachine.FirstDevice).Dispose();
        AssertFails(VmErrorCode.OutOfMemory, () => OwnedFrame.Allocate(PageSize.Page1GiB));
    }
}
