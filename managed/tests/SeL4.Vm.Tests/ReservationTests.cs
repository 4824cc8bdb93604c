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
}
