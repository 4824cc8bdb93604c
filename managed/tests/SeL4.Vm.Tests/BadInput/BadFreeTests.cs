// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Giving back: twice, of another VM, anonymous, mapped, after the VM. Inside the own callback: <see cref="BadCallbackTests"/>.</summary>
public sealed class BadFreeTests : BadInputTest
{
    [Fact]
    public void FreeingTwiceHasNoEffect()
    {
        MemoryReservation reservation = Memory.Reserve(Range(Device, Page), Handled);
        reservation.Dispose();
        MemoryReservation next = Memory.Reserve(Range(Device, Page), Handled);
        reservation.Dispose();
        Assert.True(reservation.IsDisposed);
        Assert.Same(next, Memory.Find(Device));
    }

    [Fact]
    public void AFreedReservationIsRefused()
    {
        MemoryReservation reservation = Memory.Reserve(Range(Device, Page), Handled);
        reservation.Dispose();
        object holdings = TestMachine.Holdings;
        Assert.Throws<ObjectDisposedException>(() => reservation.MapRam());
        Assert.Throws<ObjectDisposedException>(() => reservation.MapDeferred());
        Assert.Throws<ObjectDisposedException>(() => reservation.MapDeferred(_ => default));
        Assert.Throws<ObjectDisposedException>(() => reservation.Map(_ => default));
        Assert.Throws<ObjectDisposedException>(() => reservation.MapFrames([1], PageSize.Page4KiB));
        Assert.Throws<ObjectDisposedException>(() => reservation.Unmap());
        Assert.Throws<ObjectDisposedException>(() => reservation.SetRights(MemoryRights.Read));
        Assert.Throws<ObjectDisposedException>(() => reservation.Tracking = MemoryTracking.Dirty);
        Assert.Throws<ObjectDisposedException>(() => reservation.Backing);
        Assert.Throws<ObjectDisposedException>(() => reservation.NativeHandle);
        Assert.Throws<ObjectDisposedException>(() => reservation.CollectTouchedPages());
        Assert.Equal(holdings, TestMachine.Holdings);
    }

    [Fact]
    public void FreeingTouchesNoOtherVm()
    {
        using var other = new VirtualMachine("other");
        MemoryReservation mine = Memory.Reserve(Range(Device, Page), Handled);
        MemoryReservation theirs = other.Memory.Reserve(Range(Device, Page), Handled);
        mine.Dispose();
        Assert.Null(Memory.Find(Device));
        Assert.Same(theirs, other.Memory.Find(Device));
    }

    [Fact]
    public void AFreedAnonymousReservationGoesBackToItsRegion()
    {
        AnonymousRegion region = Memory.MakeAnonymous(Range(AnonymousStart, 4 * Page));
        MemoryReservation first = Memory.ReserveAnonymous(Page);
        MemoryReservation second = Memory.ReserveAnonymous(3 * Page);
        Assert.Equal(0ul, region.FreeBytes);
        first.Dispose();
        second.Dispose();
        first.Dispose();
        Assert.Equal(4 * Page, region.FreeBytes);
        Assert.Equal(AnonymousStart, Memory.ReserveAnonymous(4 * Page).Range.Start.Value);
    }

    [Theory]
    [InlineData(0x4000, PageSize.Page4KiB)]
    [InlineData(0x40_0000, PageSize.Page2MiB)]
    public void FreeingMappedMemoryUnmapsIt(ulong size, PageSize page)
    {
        object holdings = TestMachine.Holdings;
        MemoryReservation ram = Memory.Reserve(Range(RamStart, size));
        ram.MapRam(largestPage: page);
        Memory.Write(RamStart, [1]);
        ram.Dispose();
        Assert.False(Memory.TryRead(RamStart, new byte[1]));
        Memory.Reserve(Range(RamStart, size)).Dispose();
        Assert.Equal(holdings, TestMachine.Holdings);
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        Assert.Throws<Testing.GuestAbortException>(() => StartGuest().Read<uint>(RamStart));
    }

    [Fact]
    public void FreeingLeavesTheProgramsFramesToIt()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        for (int i = 0; i < 3; i++)
        {
            using MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
            reservation.MapFrames([frame.Capability], PageSize.Page4KiB);
        }

        Assert.NotEqual(0ul, frame.Capability);
    }

    [Fact]
    public void FreeingTheVmFreesEverything()
    {
        MemoryReservation empty = Memory.Reserve(Range(Device, Page), Handled);
        MemoryReservation mapped = MapRam();
        SharedFrame shared = Memory.CreateSharedFrame(0x6000_0000);
        Vcpu vcpu = Machine.CreateVcpu();
        InterruptLine line = Machine.CreateInterruptController().Register(40);
        Machine.Dispose();
        Machine.Dispose();
        Assert.True(empty.IsDisposed && mapped.IsDisposed && shared.IsDisposed);
        empty.Dispose();
        mapped.Dispose();
        line.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Memory.Reserve(Range(Device, Page), Handled));
        Assert.Throws<ObjectDisposedException>(() => Memory.Map);
        Assert.Throws<ObjectDisposedException>(() => shared.Content.Length);
        Assert.Throws<ObjectDisposedException>(() => Machine.Run());
        Assert.Throws<ObjectDisposedException>(() => Machine.CreateVcpu());
        Assert.Throws<ObjectDisposedException>(() => Machine.Post(() => { }));
        Assert.Throws<ObjectDisposedException>(vcpu.Start);
        Assert.Throws<ObjectDisposedException>(line.Inject);
    }

    [Fact]
    public void AFreedFrameIsRefused()
    {
        OwnedFrame frame = OwnedFrame.AllocateAt(TestMachine.FirstDevice);
        frame.Dispose();
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Capability);
        Assert.Throws<ObjectDisposedException>(() => frame.ToFrame());
        OwnedFrame.AllocateAt(TestMachine.FirstDevice).Dispose();
    }
}
