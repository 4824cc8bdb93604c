// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

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
    public void MapsTwiceOnlyAfterUnmap()
    {
        MemoryReservation ram = MapRam();
        AssertFails(VmErrorCode.AlreadyMapped, () => ram.MapRam());
        AssertFails(VmErrorCode.AlreadyMapped, () => ram.MapDeferred());
        AssertFails(VmErrorCode.AlreadyMapped, () => ram.Map(_ => default));
    }

    [Fact]
    public void MapsPhysicalMemory()
    {
        MemoryReservation identity = Memory.Reserve(Range(0x0900_0000, Page));
        identity.MapIdentity();
        MemoryReservation moved = Memory.Reserve(Range(0x1_0000_0000, Page));
        moved.MapPhysical(0x0901_0000);
        MemoryReservation device = Memory.Reserve(Range(0x0902_0000, Page));
        device.MapDeviceOrRam();
        MemoryReservation ram = Memory.Reserve(Range(0x2_0000_0000, Page));
        ram.MapDeviceOrRam();
        Assert.True(Memory.TryGetPhysicalAddress(identity.Range, out ulong physical));
        Assert.Equal(0x0900_0000ul, physical);
        Assert.True(Memory.TryGetPhysicalAddress(moved.Range, out physical));
        Assert.Equal(0x0901_0000ul, physical);
        Assert.True(Memory.TryGetPhysicalAddress(device.Range, out physical));
        Assert.Equal(0x0902_0000ul, physical);
        Assert.True(Memory.TryGetPhysicalAddress(ram.Range, out physical));
        Assert.False(Memory.TryGetPhysicalAddress(Range(Device + 0x100_0000, Page), out _));
        MemoryReservation nowhere = Memory.Reserve(Range(0x3_0000_0000, Page));
        Assert.ThrowsAny<GuestMemoryException>(nowhere.MapIdentity);
        Assert.ThrowsAny<GuestMemoryException>(() => nowhere.MapPhysical(0x0900_0001));
        Assert.Equal(MemoryBacking.None, nowhere.Backing);
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
    public void FrameCountsMustFit()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        AssertFails(VmErrorCode.FrameCount, () => reservation.MapFrames([frame.Capability], PageSize.Page4KiB));
        AssertFails(VmErrorCode.FrameCount, () => reservation.MapFrames([], PageSize.Page4KiB));
        AssertFails(VmErrorCode.FrameCount, () => reservation.MapFrames(new ulong[3], PageSize.Page4KiB));
        AssertFails(VmErrorCode.NullCapability, () => reservation.MapFrames(new ulong[2], PageSize.Page4KiB));
        AssertFails(VmErrorCode.NullCapability, () => reservation.Map(_ => default));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
    }

    [Fact]
    public void AFrameMustFitTheReservation()
    {
        using OwnedFrame large = OwnedFrame.Allocate(PageSize.Page2MiB);
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        AssertFails(VmErrorCode.FrameSize, () => reservation.Map(_ => large.ToFrame()));
        AssertFails(VmErrorCode.FrameSize, () => reservation.Map(_ => large.ToFrame() with { Size = (PageSize)13 }));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
    }

    [Fact]
    public void AMappedCapabilityIsRefusedAndNothingStaysMapped()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        Assert.ThrowsAny<GuestMemoryException>(() => reservation.Map(_ => frame.ToFrame()));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
        reservation.Dispose();
    }

    [Fact]
    public void WhatAFrameSourceThrowsComesOut()
    {
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        var thrown = Assert.Throws<NotSupportedException>(() => reservation.Map(_ => throw new NotSupportedException("none")));
        Assert.Contains(nameof(WhatAFrameSourceThrowsComesOut), thrown.StackTrace);
        reservation.MapRam();
    }

    [Fact]
    public void DeferredPagesComeOnFirstTouch()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 4 * Page), Unhandled);
        ram.MapDeferred();
        FakeGuest guest = StartGuest();
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
        FakeGuest guest = StartGuest();
        guest.Store(RamStart + (2 * Page), (byte)7);
        Assert.Equal(1ul, ram.MappedPages);
        ram.Unmap();
        Assert.Equal(MemoryBacking.None, ram.Backing);
        ram.Dispose();
    }

    [Fact]
    public void WhatADeferredSourceThrowsComesOutOfRun()
    {
        bool isReady = false;
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page), Unhandled);
        ram.MapDeferred(_ => isReady ? frame.ToFrame() : throw new NotSupportedException("not yet"));
        FakeGuest guest = StartGuest();
        Assert.Throws<NotSupportedException>(() => guest.Store(RamStart, 1u));
        isReady = true;
        guest.Store(RamStart, 1u);
        ram.Dispose();
    }

    [Fact]
    public void ADeferredPageThatCannotBeHadComesToTheHandler()
    {
        int faults = 0;
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page), (ref MemoryFault _) =>
        {
            faults++;
            return FaultResult.Ignore;
        });
        ram.MapDeferred();
        FakeGuest guest = StartGuest();
        FakeMachine.FailKernelCall(2); // the first one is made by Run
        guest.Store(RamStart, 1u);
        Assert.Equal(1, faults);
        guest.Store(RamStart, 1u);
        Assert.Equal(1, faults);
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
        FakeGuest guest = StartGuest();
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
        FakeGuest guest = StartGuest();
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
        FakeGuest guest = StartGuest();
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
        FakeGuest guest = StartGuest();
        guest.Store(0x5000_0000, 77u);
        Assert.Equal(77ul, written);
        Assert.Equal(0u, guest.Read<uint>(0x5000_0000));
    }

    [Fact]
    public void ADeviceFrameIsShared()
    {
        SharedFrame frame = Memory.CreateDeviceFrame(0x0901_0000);
        Assert.True(Memory.TryGetPhysicalAddress(frame.Range, out ulong physical));
        Assert.Equal(0x0901_0000ul, physical);
        Assert.ThrowsAny<GuestMemoryException>(() => Memory.CreateDeviceFrame(0x7_0000_0000));
        frame.Dispose();
    }

    [Fact]
    public void OwnedFramesAreGivenBack()
    {
        OwnedFrame frame = OwnedFrame.AllocateAt(0x0900_0000);
        Assert.ThrowsAny<VirtualMachineException>(() => OwnedFrame.AllocateAt(0x0900_0000));
        frame.Dispose();
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Capability);
        OwnedFrame.AllocateAt(0x0900_0000).Dispose();
        AssertFails(VmErrorCode.OutOfMemory, () => OwnedFrame.Allocate(PageSize.Page1GiB));
    }
}
