// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Accesses of a guest that nobody can answer, or that lie across an end.</summary>
public sealed class BadGuestAccessTests : BadInputTest
{
    private const ulong Nowhere = 0x0b00_0000;

    [Fact]
    public void ALoadOutsideEveryReservationStopsTheVm() => AssertStops(Nowhere, guest => guest.Read<uint>(Nowhere));

    [Fact]
    public void AStoreOutsideEveryReservationStopsTheVm() => AssertStops(Nowhere + 4, guest => guest.Store(Nowhere + 4, 1u));

    [Fact]
    public void AFetchOutsideEveryReservationStopsTheVm() => AssertStops(Nowhere, guest => guest.Execute(Nowhere));

    [Fact]
    public void WithPolicyAbortTheGuestGetsAnAbort()
    {
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        TestGuest guest = StartGuest();
        Assert.Equal(Nowhere, Assert.Throws<GuestAbortException>(() => guest.Read<uint>(Nowhere)).Address.Value);
        Assert.Throws<GuestAbortException>(() => guest.Store(Nowhere, 1u));
        Assert.Throws<GuestAbortException>(() => guest.Execute(Nowhere));
        Assert.Throws<GuestAbortException>(() => guest.LoadVector(Nowhere));
        Assert.Equal(4ul, Machine.Counters.InjectedAborts);
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
    }

    [Fact]
    public void AnUndefinedPolicyIsRefused()
    {
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        AssertFails(VmErrorCode.OutOfRange, () => Machine.UnhandledFaultPolicy = (UnhandledFaultPolicy)7);
        Assert.Equal(UnhandledFaultPolicy.Abort, Machine.UnhandledFaultPolicy);
    }

    [Fact]
    public void TheLastByteIsTheReservations()
    {
        MemoryReservation device = Memory.Reserve(Range(Device, Page), Handled);
        TestGuest guest = StartGuest();
        guest.Read<byte>(Device + Page - 1);
        guest.Read<ulong>(Device + Page - 8);
        Assert.Equal(2ul, device.FaultCount);
        Assert.Throws<GuestStoppedException>(() => guest.Read<byte>(Device + Page));
        Assert.Throws<GuestStoppedException>(() => guest.Read<byte>(Device - 1));
        Assert.Equal(2ul, device.FaultCount);
    }

    [Theory]
    [InlineData(0x0900_0ffd, 4)]
    [InlineData(0x0900_0fff, 2)]
    [InlineData(0x0900_0ff9, 8)]
    public void AnAccessAcrossTheEndIsNotTheReservations(ulong address, int size)
    {
        MemoryReservation device = Memory.Reserve(Range(Device, Page), Handled);
        TestGuest guest = StartGuest();
        Assert.Throws<GuestStoppedException>(() => Load(guest, address, size));
        Assert.Equal(StopReason.UnhandledMemoryFault, Machine.LastStop.Reason);
        Assert.Equal(address, Machine.LastStop.Address.Value);
        Assert.Equal(0ul, device.FaultCount);
    }

    [Fact]
    public void AnAccessAcrossTwoReservationsIsNeithers()
    {
        MemoryReservation first = Memory.Reserve(Range(Device, Page), Handled);
        MemoryReservation second = Memory.Reserve(Range(Device + Page, Page), Handled);
        Assert.Throws<GuestStoppedException>(() => StartGuest().Store(Device + Page - 2, 1u));
        Assert.Equal((0ul, 0ul), (first.FaultCount, second.FaultCount));
    }

    [Theory]
    [InlineData(FaultResult.Handled)]
    [InlineData(FaultResult.Ignore)]
    [InlineData(FaultResult.Unhandled)]
    public void AFetchFromADeviceStopsTheVm(FaultResult answer)
    {
        bool isFetch = false;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            isFetch = fault.IsInstructionFetch;
            return answer;
        });
        AssertStops(Device + 8, guest => guest.Execute(Device + 8));
        Assert.True(isFetch);
    }

    [Fact]
    public void AnAccessOfUnsupportedWidthStopsTheVm()
    {
        MemoryReservation device = Memory.Reserve(Range(Device, Page), Handled);
        TestGuest guest = StartGuest();
        VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.LoadVector(Device)).Stop;
        Assert.Equal((StopReason.UnsupportedAccess, Device), (stop.Reason, stop.Address.Value));
        Assert.Equal(0ul, device.FaultCount);
        guest.Read<uint>(Device);
        Assert.Equal(1ul, device.FaultCount);
    }

    [Fact]
    public void AnAccessWithoutSyndromeOutsideEveryReservationStopsTheVm()
    {
        VmStop stop = Assert.Throws<GuestStoppedException>(() => StartGuest().LoadVector(Nowhere)).Stop;
        Assert.Equal((StopReason.UnsupportedAccess, Nowhere), (stop.Reason, stop.Address.Value));
    }

    [Fact]
    public void AnAccessToMemoryThatIsNotMappedStopsTheVm()
    {
        Memory.MakeAnonymous(Range(RamStart, 2 * Page));
        Assert.True(Memory.TryReserve(Range(Device, Page), out MemoryReservation? reserved, handler: null));
        Assert.True(Memory.TryReserveAnonymous(Page, out MemoryReservation? anonymous));
        MemoryReservation[] all = [reserved, anonymous, Memory.Reserve(Range(Device + Page, Page)), Memory.ReserveAnonymous(Page)];
        TestGuest guest = StartGuest();
        foreach (MemoryReservation reservation in all)
        {
            GuestAddress address = reservation.Range.Start;
            VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(address)).Stop;
            Assert.Equal((StopReason.CallbackError, address), (stop.Reason, stop.Address));
        }
    }

    private static ulong Load(TestGuest guest, ulong address, int size) => size switch
    {
        2 => guest.Read<ushort>(address),
        4 => guest.Read<uint>(address),
        _ => guest.Read<ulong>(address),
    };

    private void AssertStops(ulong address, Action<TestGuest> action)
    {
        TestGuest guest = StartGuest();
        object holdings = TestMachine.Holdings;
        VmStop stop = Assert.Throws<GuestStoppedException>(() => action(guest)).Stop;
        Assert.Equal(StopReason.UnhandledMemoryFault, stop.Reason);
        Assert.Equal(address, stop.Address.Value);
        Assert.Equal(guest.Vcpu.Number, stop.Vcpu);
        Assert.False(stop.IsOrderly);
        Assert.Contains($"0x{address:x8}", stop.ToString());
        Assert.Equal(stop, Machine.LastStop);
        Assert.Equal(holdings, TestMachine.Holdings);
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
    }
}
