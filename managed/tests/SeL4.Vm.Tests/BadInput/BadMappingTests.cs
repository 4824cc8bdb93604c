// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Mapping: twice, after a failure, with frames that do not fit.</summary>
public sealed class BadMappingTests : BadInputTest
{
    private static readonly string[] AllWays =
        ["MapRam", "MapFreshFrames", "MapIdentity", "MapPhysical", "MapDeviceOrRam", "Map", "MapFrames", "MapDeferred", "MapDeferredFrames"];

    public static TheoryData<string> Ways => [.. AllWays];

    [Theory]
    [MemberData(nameof(Ways))]
    public void MappingTwiceIsRefused(string way)
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(TestMachine.FirstDevice, Page));
        Map(reservation, way, frame);
        AssertRefused(VmErrorCode.AlreadyMapped, FunctionOf(way), reservation.Range, () => Map(reservation, way, frame));
        foreach (string other in AllWays)
        {
            Assert.Equal(VmErrorCode.AlreadyMapped, Assert.Throws<GuestMemoryException>(() => Map(reservation, other, frame)).Code);
        }

        reservation.Unmap();
        Map(reservation, way, frame);
        reservation.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void MappingAfterAFailureWorks(string way)
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(TestMachine.FirstDevice, Page));
        AssertRefused(VmErrorCode.NullCapability, "vm_map_reservation", reservation.Range, () => reservation.Map(_ => default));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
        Map(reservation, way, frame);
        reservation.Dispose();
    }

    [Fact]
    public void UnmappingTwiceIsRefused()
    {
        MemoryReservation ram = MapRam();
        ram.Unmap();
        AssertRefused(new VmError.NotMapped("vm_unmap_reservation", ram.Range), ram.Range, ram.Unmap);
    }

    [Fact]
    public void UnmappedMemoryHasNoRightsOrTracking()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page));
        AssertRefused(VmErrorCode.NotMapped, "vm_set_reservation_rights", ram.Range, () => ram.SetRights(MemoryRights.Read));
        AssertRefused(VmErrorCode.NotMapped, "vm_set_tracking", ram.Range, () => ram.Tracking = MemoryTracking.Dirty);
        AssertRefused(VmErrorCode.BadState, "vm_collect_pages", ram.Range, () => ram.CollectTouchedPages());
    }

    [Fact]
    public void RightsOutsideOfTheReservationAreRefused()
    {
        MemoryReservation ram = MapRam(2 * Page);
        GuestRange part = Range(RamStart + Page, 2 * Page);
        AssertRefused(
            new VmError.OutOfRange("vm_set_reservation_rights", part, ram.Range.End), part, () => ram.SetRights(part, MemoryRights.Read));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void TooFewOrTooManyFramesAreRefused(int count)
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        ulong[] frames = new ulong[count];
        Array.Fill(frames, frame.Capability);
        AssertRefused(
            new VmError.FrameCount("vm_map_reservation_frames", (ulong)count, Fitting: 2), reservation.Range,
            () => reservation.MapFrames(frames, PageSize.Page4KiB));
    }

    [Fact]
    public void ALargeFrameAfterASmallOneIsRefused()
    {
        using OwnedFrame small = OwnedFrame.Allocate();
        using OwnedFrame large = OwnedFrame.Allocate(PageSize.Page2MiB);
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * LargePage));
        int asked = 0;
        AssertRefused(
            new VmError.Unaligned("vm_map_reservation", RamStart + Page, LargePage, LargePage), reservation.Range,
            () => reservation.Map(_ => (asked++ % 2 == 0 ? small : large).ToFrame()));
        Assert.Equal(4, asked);
        reservation.Dispose();
    }

    [Fact]
    public void AFrameLargerThanTheReservationIsRefused()
    {
        using OwnedFrame large = OwnedFrame.Allocate(PageSize.Page2MiB);
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        AssertRefused(
            new VmError.FrameSize("vm_map_reservation", RamStart, Fitting: 2 * Page), reservation.Range,
            () => reservation.Map(_ => large.ToFrame()));
        AssertRefused(
            new VmError.FrameSize("vm_map_reservation_frames", RamStart, Fitting: 2 * Page), reservation.Range,
            () => reservation.MapFrames([large.Capability], PageSize.Page2MiB));
        AssertRefused(
            new VmError.Unaligned("vm_map_reservation_deferred", RamStart, 2 * Page, LargePage), reservation.Range,
            () => reservation.MapDeferred(PageSize.Page2MiB));
    }

    [Fact]
    public void AFrameOfAnotherSizeThanSaidIsRefused()
    {
        using OwnedFrame small = OwnedFrame.Allocate();
        using OwnedFrame large = OwnedFrame.Allocate(PageSize.Page2MiB);
        MemoryReservation two = Memory.Reserve(Range(RamStart, LargePage));
        AssertRefused(
            VmErrorCode.Kernel, "vm_map_reservation_frames", two.Range, () => two.MapFrames([small.Capability], PageSize.Page2MiB));
        MemoryReservation page = Memory.Reserve(Range(RamStart + LargePage, Page));
        AssertRefused(
            VmErrorCode.Kernel, "vm_map_reservation_frames", page.Range, () => page.MapFrames([large.Capability], PageSize.Page4KiB));
    }

    [Fact]
    public void ALargePageAtASmallPagesAddressIsRefused()
    {
        using OwnedFrame large = OwnedFrame.Allocate(PageSize.Page2MiB);
        MemoryReservation reservation = Memory.Reserve(Range(RamStart + Page, LargePage));
        AssertRefused(
            new VmError.Unaligned("vm_map_reservation", RamStart + Page, LargePage, LargePage), reservation.Range,
            () => reservation.Map(_ => large.ToFrame()));
        AssertRefused(
            new VmError.Unaligned("vm_map_reservation_deferred", RamStart + Page, LargePage, LargePage), reservation.Range,
            () => reservation.MapDeferred(PageSize.Page2MiB));
    }

    [Theory]
    [InlineData(0, "vm_map_reservation")]
    [InlineData(13, "vm_map_reservation")]
    [InlineData(64, "iterator_source")]
    [InlineData(-1, "iterator_source")]
    public void AnUndefinedPageSizeIsRefused(int size, string operation)
    {
        var undefined = (PageSize)size;
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        AssertRefused(
            new VmError.FrameSize(operation, RamStart, Fitting: Page), reservation.Range,
            () => reservation.Map(_ => frame.ToFrame() with { Size = undefined }));
        Assert.Throws<ArgumentOutOfRangeException>(() => reservation.MapRam(largestPage: undefined));
        Assert.Throws<ArgumentOutOfRangeException>(() => reservation.MapFrames([frame.Capability], undefined));
        Assert.Throws<ArgumentOutOfRangeException>(() => reservation.MapDeferred(undefined));
        Assert.Throws<ArgumentOutOfRangeException>(() => OwnedFrame.Allocate(undefined));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
    }

    [Fact]
    public void ANullCapabilityIsRefused()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        AssertRefused(
            new VmError.NullCapability("vm_map_reservation", RamStart), reservation.Range, () => reservation.Map(_ => default));
        AssertRefused(
            new VmError.NullCapability("vm_map_reservation_frames", RamStart + Page), reservation.Range,
            () => reservation.MapFrames([frame.Capability, 0], PageSize.Page4KiB));
        AssertRefused(
            VmErrorCode.NullCapability, "vm_ram_register_at_custom_iterator", Range(Device, Page),
            () => Machine.Ram.RegisterAt(Range(Device, Page), _ => default));
    }

    [Theory]
    [InlineData(0x7fff_ffff)]
    [InlineData(ulong.MaxValue)]
    public void ACapabilityThatDoesNotExistIsRefused(ulong capability)
    {
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, Page));
        AssertRefused(
            VmErrorCode.Kernel, "vm_map_reservation_frames", reservation.Range,
            () => reservation.MapFrames([capability], PageSize.Page4KiB));
        AssertRefused(
            VmErrorCode.Kernel, "vm_map_reservation", reservation.Range,
            () => reservation.Map(_ => new Frame(capability, PageSize.Page4KiB)));
    }

    [Fact]
    public void AMappedCapabilityIsRefused()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation first = Memory.Reserve(Range(RamStart, Page));
        MemoryReservation second = Memory.Reserve(Range(RamStart + Page, Page));
        first.Map(_ => frame.ToFrame());
        GuestMemoryException exception = AssertRefused(
            VmErrorCode.Kernel, "vm_map_reservation", second.Range, () => second.Map(_ => frame.ToFrame()));
        Assert.Equal(KernelError.DeleteFirst, exception.KernelError);
        first.Dispose();
        second.Map(_ => frame.ToFrame());
        second.Dispose();
    }

    [Fact]
    public void AFailureHalfWayLeavesNothingMapped()
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        MemoryReservation reservation = Memory.Reserve(Range(RamStart, 2 * Page));
        AssertRefused(VmErrorCode.Kernel, "vm_map_reservation", reservation.Range, () => reservation.Map(_ => frame.ToFrame()));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
        Assert.Equal(0ul, reservation.MappedPages);
        reservation.MapRam();
    }

    [Fact]
    public void TakenOrUnalignedPhysicalMemoryIsRefused()
    {
        using OwnedFrame taken = OwnedFrame.AllocateAt(TestMachine.FirstDevice);
        MemoryReservation reservation = Memory.Reserve(Range(0x3_0000_0000, Page));
        AssertRefused(
            VmErrorCode.Kernel, "paddr_source", reservation.Range, () => reservation.MapPhysical(TestMachine.FirstDevice));
        AssertRefused(
            new VmError.Unaligned("map_ut_alloc_reservation_with_base_paddr", TestMachine.SecondDevice + 1, Page, Page), reservation.Range,
            () => reservation.MapPhysical(TestMachine.SecondDevice + 1));
        AssertRefused(
            VmErrorCode.Kernel, "paddr_source", Range(TestMachine.FirstDevice, Page),
            () => Memory.CreateDeviceFrame(TestMachine.FirstDevice));
        Assert.Throws<VirtualMachineException>(() => OwnedFrame.AllocateAt(TestMachine.FirstDevice));
        Assert.Throws<VirtualMachineException>(() => OwnedFrame.AllocateAt(TestMachine.SecondDevice + 1));
    }

    private static string FunctionOf(string way) => way switch
    {
        "MapRam" or "MapFreshFrames" => "vm_map_reservation_ram",
        "MapIdentity" => "map_ut_alloc_reservation",
        "MapPhysical" => "map_ut_alloc_reservation_with_base_paddr",
        "MapDeviceOrRam" => "map_maybe_device_reservation",
        "Map" => "vm_map_reservation",
        "MapFrames" => "vm_map_reservation_frames",
        _ => "vm_map_reservation_deferred",
    };

    private static void Map(MemoryReservation reservation, string way, OwnedFrame frame)
    {
        switch (way)
        {
            case "MapRam":
                reservation.MapRam();
                break;
            case "MapFreshFrames":
                reservation.MapFreshFrames();
                break;
            case "MapIdentity":
                reservation.MapIdentity();
                break;
            case "MapPhysical":
                reservation.MapPhysical(TestMachine.SecondDevice);
                break;
            case "MapDeviceOrRam":
                reservation.MapDeviceOrRam();
                break;
            case "Map":
                reservation.Map(_ => frame.ToFrame());
                break;
            case "MapFrames":
                reservation.MapFrames([frame.Capability], PageSize.Page4KiB);
                break;
            case "MapDeferred":
                reservation.MapDeferred();
                break;
            default:
                reservation.MapDeferred(_ => frame.ToFrame());
                break;
        }
    }
}
