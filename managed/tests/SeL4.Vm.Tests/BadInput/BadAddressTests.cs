// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Addresses and sizes, overlap, alignment, null.</summary>
public sealed class BadAddressTests : BadInputTest
{
    private static readonly string[] ForRanges = ["Reserve", "ReserveWithHandler", "MakeAnonymous", "RegisterRam", "RegisterRamWithFrames"];
    private static readonly string[] ForPages = ["CreateSharedFrame", "CreateDeviceFrame"];

    public static TheoryData<string> Operations => [.. ForRanges];

    public static TheoryData<string> PageOperations => [.. ForPages];

    public static TheoryData<string> AllOperations => [.. ForRanges, .. ForPages];

    [Theory]
    [MemberData(nameof(AllOperations))]
    public void AnUnalignedAddressIsRefused(string operation) =>
        AssertRefused(
            new VmError.Unaligned(FunctionOf(operation), Device + 1, Page, Page), Range(Device + 1, Page),
            () => Take(operation, Range(Device + 1, Page)));

    [Theory]
    [MemberData(nameof(Operations))]
    public void AnUnalignedSizeIsRefused(string operation) =>
        AssertRefused(
            new VmError.Unaligned(FunctionOf(operation), Device, Page + 8, Page), Range(Device, Page + 8),
            () => Take(operation, Range(Device, Page + 8)));

    [Theory]
    [MemberData(nameof(Operations))]
    public void ASizeOfZeroIsRefused(string operation) =>
        AssertRefused(new VmError.ZeroSize(FunctionOf(operation), Device), Range(Device, 0), () => Take(operation, Range(Device, 0)));

    [Fact]
    public void AWrappingRangeCannotBeMade()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Range(ulong.MaxValue - Page + 1, Page));
        Assert.Throws<ArgumentOutOfRangeException>(() => Range(Page, ulong.MaxValue));
    }

    [Theory]
    [MemberData(nameof(PageOperations))]
    public void AWrappingPageIsRefused(string operation)
    {
        const ulong Last = ulong.MaxValue - Page + 1;
        AssertRefused(new VmError.Wraps(FunctionOf(operation), Last, Page), Range(Last, Page - 1), () => TakePage(operation, Last));
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public void AnAddressBeyondTheIpaWidthIsRefused(string operation) =>
        AssertRefused(
            new VmError.OutOfRange(FunctionOf(operation), Range(IpaLimit, Page), IpaLimit), Range(IpaLimit, Page),
            () => Take(operation, Range(IpaLimit, Page)));

    [Theory]
    [MemberData(nameof(Operations))]
    public void ARangeAcrossTheIpaWidthIsRefused(string operation)
    {
        GuestRange range = Range(IpaLimit - Page, 2 * Page);
        AssertRefused(new VmError.OutOfRange(FunctionOf(operation), range, IpaLimit), range, () => Take(operation, range));
        Take("Reserve", Range(IpaLimit - Page, Page));
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public void AnExactOverlapIsRefused(string operation) => AssertOverlap(operation, Range(Device, Page), Range(Device, Page));

    [Theory]
    [MemberData(nameof(Operations))]
    public void AnOverlapAtTheFrontIsRefused(string operation) => AssertOverlap(operation, Range(Device, 2 * Page), Range(Device - Page, 2 * Page));

    [Theory]
    [MemberData(nameof(Operations))]
    public void AnOverlapAtTheEndIsRefused(string operation) => AssertOverlap(operation, Range(Device, 2 * Page), Range(Device + Page, 2 * Page));

    [Theory]
    [MemberData(nameof(AllOperations))]
    public void ARangeInsideOfAnotherIsRefused(string operation) => AssertOverlap(operation, Range(Device - Page, 3 * Page), Range(Device, Page));

    [Theory]
    [MemberData(nameof(Operations))]
    public void ARangeAroundAnotherIsRefused(string operation) => AssertOverlap(operation, Range(Device, Page), Range(Device - Page, 3 * Page));

    [Theory]
    [MemberData(nameof(Operations))]
    public void ARangeAroundSeveralNamesTheFirst(string operation)
    {
        Memory.Reserve(Range(Device + (4 * Page), Page));
        AssertOverlap(operation, Range(Device, Page), Range(Device - Page, 8 * Page));
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public void AnAnonymousRegionIsNotGivenToOthers(string operation)
    {
        Memory.MakeAnonymous(Range(Device, 4 * Page));
        AssertRefused(
            new VmError.Overlap(FunctionOf(operation), Range(Device, Page), Device), Range(Device, Page),
            () => Take(operation, Range(Device, Page)));
    }

    [Fact]
    public void TryReserveAnswersFalse()
    {
        Memory.Reserve(Range(Device, Page));
        Assert.False(Memory.TryReserve(Range(Device, Page), out MemoryReservation? none, Handled));
        Assert.Null(none);
    }

    [Theory]
    [InlineData(0, 0x1000, VmErrorCode.ZeroSize)]
    [InlineData(0x1001, 0x1000, VmErrorCode.Unaligned)]
    [InlineData(0x1_1000, 0x1000, VmErrorCode.NoSpace)]
    [InlineData(0x1001_0000_0000, 0x1000, VmErrorCode.OutOfRange)]
    public void ABadAnonymousSizeIsRefused(ulong size, ulong alignment, VmErrorCode code) => AssertAnonymousRefused(code, size, alignment);

    [Fact]
    public void AnAlignmentOfZeroIsRefused() => AssertAnonymousRefused(VmErrorCode.BadAlignment, Page, 0);

    [Theory]
    [InlineData(3)]
    [InlineData(0x3000)]
    [InlineData(ulong.MaxValue)]
    public void AnAlignmentThatIsNoPowerOfTwoIsRefused(ulong alignment) => AssertAnonymousRefused(VmErrorCode.BadAlignment, Page, alignment);

    [Theory]
    [InlineData(0x8000_0000)]
    [InlineData(1ul << 63)]
    public void AnAlignmentLargerThanTheRegionIsRefused(ulong alignment) => AssertAnonymousRefused(VmErrorCode.NoSpace, Page, alignment);

    [Fact]
    public void WithoutAnAnonymousRegionNothingFits()
    {
        var nothing = new VmError.NoSpace("vm_reserve_anon_memory", Page, LargestFree: 0);
        AssertRefused(nothing, Range(0, Page), () => Memory.ReserveAnonymous(Page));
        AssertRefused(nothing, Range(0, Page), () => Machine.Ram.Register(Page));
    }

    [Fact]
    public void NullIsRefusedEverywhere()
    {
        object holdings = TestMachine.Holdings;
        Assert.Throws<ArgumentNullException>(() => new VirtualMachine(null!));
        Assert.Throws<ArgumentNullException>(() => Devices.MmioDeviceExtensions.Attach(Memory, Device, null!));
        Assert.Throws<ArgumentNullException>(() => Devices.MmioDeviceExtensions.Attach(null!, Device, null!));
        Assert.Throws<ArgumentNullException>(() => Machine.Ram.RegisterAt(Range(Device, Page), null!));
        Assert.Throws<ArgumentNullException>(() => Machine.Ram.Touch(Range(Device, Page), null!));
        Assert.Throws<ArgumentNullException>(() => Machine.Post(null!));
        Assert.Equal(holdings, TestMachine.Holdings);
        MemoryReservation reservation = Memory.Reserve(Range(Device, Page));
        Assert.Throws<ArgumentNullException>(() => reservation.Map(null!));
        Assert.Throws<ArgumentNullException>(() => reservation.MapDeferred(null!));
        Assert.Equal(MemoryBacking.None, reservation.Backing);
        Machine.CreateVcpu();
        InterruptController gic = Machine.CreateInterruptController();
        Assert.Throws<ArgumentNullException>(() => gic.Register(null!, 40));
        Assert.Throws<ArgumentNullException>(() => gic.Inject(null!, 40));
        Assert.Throws<ArgumentNullException>(() => gic.GetState(null!, 40));
    }

    private static string FunctionOf(string operation) => operation == "MakeAnonymous" ? "vm_memory_make_anon" : "vm_reserve_memory_at";

    private void AssertOverlap(string operation, GuestRange taken, GuestRange range)
    {
        Memory.Reserve(taken);
        AssertRefused(new VmError.Overlap(FunctionOf(operation), range, taken.Start), range, () => Take(operation, range));
    }

    private void AssertAnonymousRefused(VmErrorCode code, ulong size, ulong alignment)
    {
        Memory.MakeAnonymous(Range(AnonymousStart, 16 * Page));
        AssertRefused(code, "vm_reserve_anon_memory", Range(0, size), () => Memory.ReserveAnonymous(size, alignment, Handled));
        Assert.Equal(16 * Page, Memory.AnonymousRegions[0].FreeBytes);
    }

    private void Take(string operation, GuestRange range)
    {
        switch (operation)
        {
            case "Reserve":
                Memory.Reserve(range);
                break;
            case "ReserveWithHandler":
                Memory.Reserve(range, Handled);
                break;
            case "MakeAnonymous":
                Memory.MakeAnonymous(range);
                break;
            case "RegisterRam":
                Machine.Ram.RegisterAt(range);
                break;
            case "RegisterRamWithFrames":
                Machine.Ram.RegisterAt(range, _ => default);
                break;
            default:
                TakePage(operation, range.Start);
                break;
        }
    }

    private void TakePage(string operation, GuestAddress address) =>
        _ = operation == "CreateSharedFrame" ? Memory.CreateSharedFrame(address) : Memory.CreateDeviceFrame(address);
}
