// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class ReservationTests : VmTest
{
    [Fact]
    public void ReservesAndGivesBack()
    {
        MemoryReservation reservation = Memory.Reserve(Range(Device, Page), Handled, "uart");
        Assert.Equal(Range(Device, Page), reservation.Range);
        Assert.Same(reservation, Memory.Find(Device));
        Assert.Null(Memory.Find(Device + Page));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
        Assert.Contains(reservation, Memory.Reservations);
        Assert.NotEqual(0, reservation.NativeHandle);
        reservation.Dispose();
        Assert.Null(Memory.Find(Device));
        Assert.Empty(Memory.Reservations);
        Memory.Reserve(Range(Device, Page), Handled).Dispose();
    }

    [Theory]
    [InlineData(0x0900_0001, 0x1000, VmErrorCode.Unaligned)]
    [InlineData(0x0900_0000, 0x1001, VmErrorCode.Unaligned)]
    [InlineData(0x0900_0000, 0, VmErrorCode.ZeroSize)]
    [InlineData(0x1000_0000_0000, 0x1000, VmErrorCode.OutOfRange)]
    [InlineData(0x0fff_ffff_f000, 0x2000, VmErrorCode.OutOfRange)]
    public void RefusesBadRanges(ulong start, ulong size, VmErrorCode code)
    {
        var exception = Assert.Throws<GuestMemoryException>(() => Memory.Reserve(Range(start, size), Handled));
        Assert.Equal(code, exception.Code);
        Assert.Equal(Range(start, size), exception.Range);
        Assert.Equal("vm_reserve_memory_at", exception.Operation);
        Assert.False(Memory.TryReserve(Range(start, size), Handled, out MemoryReservation? none));
        Assert.Null(none);
    }

    [Theory]
    [InlineData(Device, Page)]
    [InlineData(Device - Page, 2 * Page)]
    [InlineData(Device + Page, 2 * Page)]
    [InlineData(Device - Page, 8 * Page)]
    public void RefusesOverlap(ulong start, ulong size)
    {
        using MemoryReservation taken = Memory.Reserve(Range(Device, 2 * Page), Handled);
        AssertFails(VmErrorCode.Overlap, () => Memory.Reserve(Range(start, size), Handled));
    }

    [Fact]
    public void NullHandlerIsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => Memory.Reserve(Range(Device, Page), (MemoryFaultHandler)null!));
        Assert.Throws<ArgumentNullException>(() => Memory.TryReserve(Range(Device, Page), null!, out _));
        Assert.Throws<ArgumentNullException>(() => Memory.ReserveAnonymous(Page, Page, (MemoryFaultHandler)null!));
    }

    [Fact]
    public void DoubleDisposeHasNoEffect()
    {
        MemoryReservation reservation = Memory.Reserve(Range(Device, Page), Handled);
        reservation.Dispose();
        reservation.Dispose();
        Assert.True(reservation.IsDisposed);
    }

    [Fact]
    public void UseAfterDisposeIsRefused()
    {
        MemoryReservation reservation = Memory.Reserve(Range(Device, Page), Handled);
        reservation.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reservation.MapRam());
        Assert.Throws<ObjectDisposedException>(() => reservation.MapDeferred());
        Assert.Throws<ObjectDisposedException>(() => reservation.MapDeferred(_ => default));
        Assert.Throws<ObjectDisposedException>(() => reservation.Map(_ => default));
        Assert.Throws<ObjectDisposedException>(() => reservation.MapFrames([1], PageSize.Page4KiB));
        Assert.Throws<ObjectDisposedException>(() => reservation.Unmap());
        Assert.Throws<ObjectDisposedException>(() => reservation.Backing);
        Assert.Throws<ObjectDisposedException>(() => reservation.NativeHandle);
        Assert.Throws<ObjectDisposedException>(() => reservation.CollectTouchedPages());
    }

    [Fact]
    public void TheVmMayBeDisposedFirst()
    {
        MemoryReservation empty = Memory.Reserve(Range(Device, Page), Handled);
        MemoryReservation mapped = MapRam();
        Machine.Dispose();
        Assert.True(empty.IsDisposed && mapped.IsDisposed);
        empty.Dispose();
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Memory.Reserve(Range(Device, Page), Handled));
        Assert.Throws<ObjectDisposedException>(() => Memory.Map);
        Assert.Throws<ObjectDisposedException>(() => Machine.Run());
        Assert.Throws<ObjectDisposedException>(() => Machine.CreateVcpu());
        Assert.Throws<ObjectDisposedException>(() => Machine.Post(() => { }));
        Machine.Dispose();
    }

    [Fact]
    public void AReservationOfAnotherVmIsNotTouched()
    {
        using var other = new VirtualMachine("other");
        using MemoryReservation mine = Memory.Reserve(Range(Device, Page), Handled);
        using MemoryReservation theirs = other.Memory.Reserve(Range(Device, Page), Handled);
        mine.Dispose();
        Assert.Null(Memory.Find(Device));
        Assert.Same(theirs, other.Memory.Find(Device));
    }

    [Fact]
    public void AnonymousMemoryIsChosen()
    {
        AnonymousRegion region = Memory.MakeAnonymous(Range(0x5000_0000, 16 * Page));
        MemoryReservation first = Memory.ReserveAnonymous(Page, Page, Handled, "first");
        MemoryReservation aligned = Memory.ReserveAnonymous(2 * Page, 4 * Page, Handled);
        MemoryReservation plain = Memory.ReserveAnonymous(Page, name: "plain");
        Assert.Equal(Range(0x5000_0000, Page), first.Range);
        Assert.Equal(0x5000_4000ul, aligned.Range.Start.Value);
        Assert.True(first.IsAnonymous && plain.IsAnonymous);
        Assert.Equal(12 * Page, region.FreeBytes);
        Assert.Equal([first, plain, aligned], region.Reservations);
        Assert.Same(region, Assert.Single(Memory.AnonymousRegions));
        first.Dispose();
        aligned.Dispose();
        plain.Dispose();
        Assert.Equal(16 * Page, region.FreeBytes);
        Memory.ReserveAnonymous(16 * Page, Page, Handled).Dispose();
    }

    [Theory]
    [InlineData(0, 0x1000, VmErrorCode.ZeroSize)]
    [InlineData(0x1000, 0, VmErrorCode.BadAlignment)]
    [InlineData(0x1000, 0x3000, VmErrorCode.BadAlignment)]
    [InlineData(0x1001, 0x1000, VmErrorCode.Unaligned)]
    [InlineData(0x1_1000, 0x1000, VmErrorCode.NoSpace)]
    [InlineData(0x1000, 0x8000_0000, VmErrorCode.NoSpace)]
    public void RefusesBadAnonymousReservations(ulong size, ulong alignment, VmErrorCode code)
    {
        Memory.MakeAnonymous(Range(0x5000_0000, 16 * Page));
        AssertFails(code, () => Memory.ReserveAnonymous(size, alignment, Handled));
    }

    [Fact]
    public void AnonymousRegionsAreRefusedToOthers()
    {
        Memory.MakeAnonymous(Range(0x5000_0000, Page));
        AssertFails(VmErrorCode.Overlap, () => Memory.Reserve(Range(0x5000_0000, Page), Handled));
        AssertFails(VmErrorCode.Overlap, () => Memory.MakeAnonymous(Range(0x5000_0000, Page)));
        AssertFails(VmErrorCode.ZeroSize, () => Memory.MakeAnonymous(Range(0x6000_0000, 0)));
    }

    [Fact]
    public void TenThousandCyclesLeaveNothing()
    {
        for (int i = 0; i < 10_000; i++)
        {
            using MemoryReservation reservation = Memory.Reserve(Range(Device + ((ulong)(i % 16) * Page), Page), Handled);
            if (i % 8 == 0)
            {
                reservation.MapRam();
            }
        }
    }
}
