// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

public sealed class FaultTests : VmTest
{
    [Fact]
    public void AReadIsAnswered()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = 0x1122_3344_5566_7788;
            return FaultResult.Handled;
        });
        FakeGuest guest = StartGuest();
        Assert.Equal(0x88, guest.Read<byte>(Device + 1));
        Assert.Equal(0x7788, guest.Read<ushort>(Device + 2));
        Assert.Equal(0x5566_7788u, guest.Read<uint>(Device + 4));
        Assert.Equal(0x1122_3344_5566_7788ul, guest.Read<ulong>(Device + 8));
        Assert.Equal(unchecked((sbyte)0x88), guest.Read<sbyte>(Device));
    }

    [Fact]
    public void AWriteIsSeenWithAllItsDetails()
    {
        string? line = null;
        MemoryReservation device = Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            Assert.True(fault.IsWrite);
            Assert.False(fault.IsInstructionFetch);
            Assert.False(fault.IsSignExtended);
            Assert.Equal(Device + 0x18, fault.Address.Value);
            Assert.Equal(0x18ul, fault.Offset);
            Assert.Equal(4, fault.Length);
            Assert.Equal(3, fault.Register);
            Assert.Equal(0xabcdul, fault.Data);
            Assert.Equal(0x4008_0000ul, fault.ProgramCounter);
            Assert.Same(Machine, fault.Machine);
            Assert.Same(Machine.Vcpus[0], fault.Vcpu);
            Assert.Equal("uart", fault.Reservation!.Name);
            line = fault.ToString();
            return FaultResult.Handled;
        }, "uart");
        FakeGuest guest = StartGuest();
        guest.Store(Device + 0x18, 0xabcdu);
        Assert.Equal("write of 4 bytes at 0x09000018 by vCPU 0, pc 0x40080000", line);
        Assert.Equal(1ul, device.FaultCount);
        Assert.Equal(0x4008_0004ul, guest.ProgramCounter);
    }

    [Fact]
    public void AStaticHandlerKeepsItsState()
    {
        var log = new List<ulong>();
        Memory.Reserve<Recorder, List<ulong>>(Range(Device, Page), log);
        Memory.Reserve<Counter, int>(Range(Device + Page, Page), 40);
        FakeGuest guest = StartGuest();
        guest.Store(Device + 8, 5u);
        guest.Store(Device + 16, 6u);
        Assert.Equal([8ul, 16ul], log);
        Assert.Equal(41u, guest.Read<uint>(Device + Page));
        Assert.Equal(42u, guest.Read<uint>(Device + Page));
    }

    [Fact]
    public void AStaticHandlerServesAnonymousMemory()
    {
        Memory.MakeAnonymous(Range(0x5000_0000, Page));
        MemoryReservation reservation = Memory.ReserveAnonymous<Counter, int>(Page, Page, 0);
        Assert.Equal(1u, StartGuest().Read<uint>(reservation.Range.Start));
    }

    [Fact]
    public void AWordIsEmulated()
    {
        ulong word = 0xffff_ffff;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => fault.Emulate(ref word));
        FakeGuest guest = StartGuest();
        guest.Store(Device + 1, (byte)0);
        Assert.Equal(0xffff_00fful, word);
        Assert.Equal(0xffff_00ffu, guest.Read<uint>(Device));
    }

    [Fact]
    public void AStoreHasNoValueToGive()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = 1;
            return FaultResult.Handled;
        });
        Assert.Throws<InvalidOperationException>(() => StartGuest().Store(Device, 1u));
    }

    [Fact]
    public void AnIgnoredLoadLeavesItsRegister()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => FaultResult.Ignore);
        FakeGuest guest = StartGuest();
        guest.SetRegister(3, 99);
        Assert.Equal(99u, guest.Read<uint>(Device));
    }

    [Fact]
    public void AHandlerMayMapAndRestart()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page), (ref MemoryFault fault) =>
        {
            fault.Reservation!.MapRam();
            return FaultResult.Restart;
        });
        FakeGuest guest = StartGuest();
        guest.Store(RamStart, 3u);
        Assert.Equal(3u, guest.Read<uint>(RamStart));
        Assert.Equal(1ul, ram.FaultCount);
    }

    [Fact]
    public void AnUnhandledFaultStopsTheVm()
    {
        Memory.Reserve(Range(Device, Page), Unhandled);
        FakeGuest guest = StartGuest();
        VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device + 4)).Stop;
        Assert.Equal(StopReason.UnhandledMemoryFault, stop.Reason);
        Assert.Equal(Device + 4, stop.Address.Value);
        Assert.Equal(0, stop.Vcpu);
        Assert.False(stop.IsOrderly);
        Assert.Contains("0x09000004", stop.ToString());
        Assert.Equal(stop, Machine.LastStop);
    }

    [Fact]
    public void TheUnhandledFaultHandlerIsAskedNext()
    {
        Memory.Reserve(Range(Device, Page), Unhandled, "left");
        var seen = new List<string?>();
        Machine.UnhandledMemoryFault = (ref MemoryFault fault) =>
        {
            seen.Add(fault.Reservation?.Name);
            fault.Data = fault.Offset;
            return FaultResult.Handled;
        };
        FakeGuest guest = StartGuest();
        Assert.Equal(8u, guest.Read<uint>(Device + 8));
        Assert.Equal(0x0a00_0000u, guest.Read<uint>(0x0a00_0000));
        Assert.Equal(["left", null], seen);
        Machine.UnhandledMemoryFault = null;
        Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(0x0a00_0000));
    }

    [Fact]
    public void PolicyAbortGivesTheGuestAnAbort()
    {
        Machine.UnhandledFaultPolicy = UnhandledFaultPolicy.Abort;
        FakeGuest guest = StartGuest();
        Assert.Equal(0x0a00_0000ul, Assert.Throws<GuestAbortException>(() => guest.Read<uint>(0x0a00_0000)).Address.Value);
        Assert.Equal(1ul, Machine.Counters.InjectedAborts);
        AssertFails(VmErrorCode.OutOfRange, () => Machine.UnhandledFaultPolicy = (UnhandledFaultPolicy)7);
        Assert.Equal(UnhandledFaultPolicy.Abort, Machine.UnhandledFaultPolicy);
    }

    [Fact]
    public void AReservationWithoutHandlerStopsTheVm()
    {
        Memory.Reserve(Range(RamStart, Page));
        VmStop stop = Assert.Throws<GuestStoppedException>(() => StartGuest().Read<uint>(RamStart)).Stop;
        Assert.Equal(StopReason.CallbackError, stop.Reason);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void AnUndefinedResultStopsTheVm(int result)
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => (FaultResult)result);
        VmStop stop = Assert.Throws<GuestStoppedException>(() => StartGuest().Read<uint>(Device)).Stop;
        Assert.Equal(StopReason.CallbackError, stop.Reason);
        Assert.Equal((uint)result, (uint)stop.Value);
    }

    [Fact]
    public void AnExceptionComesOutOfRunAndTheVmGoesOn()
    {
        bool fails = true;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = 12;
            return fails ? throw new InvalidDataException("bad register") : FaultResult.Handled;
        });
        FakeGuest guest = StartGuest();
        var exception = Assert.Throws<InvalidDataException>(() => guest.Read<uint>(Device));
        Assert.Contains(nameof(AnExceptionComesOutOfRunAndTheVmGoesOn), exception.StackTrace);
        Assert.Equal(StopReason.CallbackError, Machine.LastStop.Reason);
        fails = false;
        Assert.Equal(12u, guest.Read<uint>(Device));
        Assert.False(Machine.IsRunning);
    }

    [Fact]
    public void AnExceptionInTheUnhandledFaultHandlerComesOut()
    {
        Machine.UnhandledMemoryFault = (ref MemoryFault _) => throw new InvalidDataException("nobody");
        Assert.Throws<InvalidDataException>(() => StartGuest().Read<uint>(Device));
    }

    [Fact]
    public void RunningInsideAHandlerIsRefused()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            Assert.True(Machine.IsRunning);
            Machine.Run();
            return FaultResult.Handled;
        });
        Assert.Throws<InvalidOperationException>(() => StartGuest().Read<uint>(Device));
    }

    [Fact]
    public void AHandlerMayUseTheWholeApi()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            using MemoryReservation other = Memory.Reserve(Range(RamStart, Page), Handled);
            other.MapRam();
            Memory.Write(RamStart, [1, 2, 3, 4]);
            fault.Data = Memory.Read<uint>(RamStart) + (ulong)Memory.Map.Count;
            return FaultResult.Handled;
        });
        Assert.Equal(0x0403_0203u, StartGuest().Read<uint>(Device));
    }

    [Fact]
    public void DisposeInsideTheOwnHandlerWaitsForIt()
    {
        MemoryReservation? device = null;
        device = Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            device!.Dispose();
            Assert.True(device.IsDisposed);
            fault.Data = 1;
            return FaultResult.Handled;
        });
        FakeGuest guest = StartGuest();
        Assert.Equal(1u, guest.Read<uint>(Device));
        Assert.Empty(Memory.Reservations);
        Assert.Empty(Memory.Map);
        Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device));
        Memory.Reserve(Range(Device, Page), Handled).Dispose();
    }

    [Fact]
    public void DisposeOfTheVmInsideAHandlerWaitsForRun()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            Machine.Dispose();
            Assert.False(Machine.IsDisposed);
            return FaultResult.Handled;
        });
        FakeGuest guest = StartGuest();
        Assert.Equal(StopReason.Requested, Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device)).Stop.Reason);
        Assert.True(Machine.IsDisposed);
    }

    [Fact]
    public void AHandlerMayStopTheVm()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            Machine.Stop(7);
            fault.Data = 3;
            return FaultResult.Handled;
        });
        FakeGuest guest = StartGuest();
        VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device)).Stop;
        Assert.Equal((StopReason.Requested, 7ul), (stop.Reason, stop.Value));
        Assert.True(stop.IsOrderly);
        Assert.Equal(3ul, guest.GetRegister(3));
    }

    [Fact]
    public void HandlersAreNotCollected()
    {
        ReserveAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(21u, StartGuest().Read<uint>(Device));
    }

    [Fact]
    public void NothingIsAllocatedPerFault()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = fault.Offset + (ulong)fault.Register;
            return FaultResult.Handled;
        });
        Memory.Reserve<Counter, int>(Range(Device + Page, Page), 0);
        FakeGuest guest = StartGuest();
        guest.Read<uint>(Device);
        guest.Read<uint>(Device + Page);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            guest.Read<uint>(Device);
            guest.Read<uint>(Device + Page);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(0x0900_0ffd, 4)]
    [InlineData(0x0900_0fff, 2)]
    public void AnAccessAcrossTheEndIsNotTheReservations(ulong address, int size)
    {
        MemoryReservation device = Memory.Reserve(Range(Device, Page), Handled);
        FakeGuest guest = StartGuest();
        Assert.Throws<GuestStoppedException>(() => _ = size == 4 ? guest.Read<uint>(address) : guest.Read<ushort>(address));
        Assert.Equal(0ul, device.FaultCount);
    }

    [Fact]
    public void TheLastByteIsTheReservations()
    {
        MemoryReservation device = Memory.Reserve(Range(Device, Page), Handled);
        StartGuest().Read<byte>(Device + Page - 1);
        Assert.Equal(1ul, device.FaultCount);
    }

    [Fact]
    public void AnInstructionFetchIsSeen()
    {
        bool fetched = false;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fetched = fault.IsInstructionFetch;
            return FaultResult.Unhandled;
        });
        FakeGuest guest = StartGuest();
        Assert.Throws<GuestStoppedException>(() => guest.Execute(Device));
        Assert.True(fetched);
    }

    [Fact]
    public void AnAccessThatCannotBeDecodedStopsTheVm()
    {
        Memory.Reserve(Range(Device, Page), Handled);
        FakeGuest guest = StartGuest();
        VmStop stop = guest.RaiseMemoryFault(Device, 0x24u << 26 | 0x06);
        Assert.Equal(StopReason.UnsupportedAccess, stop.Reason);
    }

    [Fact]
    public void TwoVcpusTouchOneDeferredReservation()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 2 * Page));
        ram.MapDeferred();
        FakeGuest first = StartGuest();
        FakeGuest second = StartGuest();
        first.Store(RamStart, 1u);
        second.Store(RamStart + Page, 2u);
        Assert.Equal(1u, second.Read<uint>(RamStart));
        Assert.Equal(2ul, ram.MappedPages);
    }

    private void ReserveAndForget()
    {
        object answer = 21u;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = (uint)answer;
            return FaultResult.Handled;
        });
    }

    private sealed class Recorder : IMemoryFaultHandler<List<ulong>>
    {
        public static FaultResult Handle(ref MemoryFault fault, ref List<ulong> state)
        {
            state.Add(fault.Offset);
            return FaultResult.Handled;
        }
    }

    private sealed class Counter : IMemoryFaultHandler<int>
    {
        public static FaultResult Handle(ref MemoryFault fault, ref int state)
        {
            fault.Data = (ulong)++state;
            return FaultResult.Handled;
        }
    }
}
