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
        TestGuest guest = StartGuest();
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
        ulong pc = 0;
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
            Assert.Same(Machine, fault.Machine);
            Assert.Same(Machine.Vcpus[0], fault.Vcpu);
            Assert.Equal("uart", fault.Reservation!.Name);
            pc = fault.ProgramCounter;
            line = fault.ToString();
            return FaultResult.Handled;
        }, "uart");
        TestGuest guest = StartGuest();
        guest.Store(Device + 0x18, 0xabcdu);
        Assert.Equal($"write of 4 bytes at 0x09000018 by vCPU 0, pc 0x{pc:x}", line);
        Assert.Equal(1ul, device.FaultCount);
        Assert.Equal(pc + 4, guest.ProgramCounter);
    }

    [Fact]
    public void AStaticHandlerKeepsItsState()
    {
        var log = new List<ulong>();
        Memory.Reserve(Range(Device, Page), FaultHandler.Of<Recorder, List<ulong>>(log));
        Memory.Reserve(Range(Device + Page, Page), FaultHandler.Of<Counter, int>(40));
        TestGuest guest = StartGuest();
        guest.Store(Device + 8, 5u);
        guest.Store(Device + 16, 6u);
        Assert.Equal([8ul, 16ul], log);
        Assert.Equal(41u, guest.Read<uint>(Device + Page));
        Assert.Equal(42u, guest.Read<uint>(Device + Page));
    }

    [Fact]
    public void ReservationsThatShareAStaticHandlerShareItsState()
    {
        MemoryFaultHandler counter = FaultHandler.Of<Counter, int>(0);
        Memory.Reserve(Range(Device, Page), counter);
        Memory.Reserve(Range(Device + Page, Page), counter);
        Machine.UnhandledMemoryFault = counter;
        TestGuest guest = StartGuest();
        Assert.Equal((1u, 2u, 3u), (guest.Read<uint>(Device), guest.Read<uint>(Device + Page), guest.Read<uint>(Device + (2 * Page))));
    }

    [Fact]
    public void AStaticHandlerServesAnonymousMemory()
    {
        Memory.MakeAnonymous(Range(0x5000_0000, Page));
        MemoryReservation reservation = Memory.ReserveAnonymous(Page, Page, FaultHandler.Of<Counter, int>(0));
        Assert.Equal(1u, StartGuest().Read<uint>(reservation.Range.Start));
    }

    [Fact]
    public void AWordIsEmulated()
    {
        ulong word = 0xffff_ffff;
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => fault.Emulate(ref word));
        TestGuest guest = StartGuest();
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
        TestGuest guest = StartGuest();
        Assert.Contains(" stores at 0x09000000", Assert.Throws<InvalidOperationException>(() => guest.Store(Device, 1u)).Message);
        var fetch = Assert.Throws<InvalidOperationException>(() => guest.Execute(Device));
        Assert.Contains(" fetches an instruction at 0x09000000", fetch.Message);
    }

    [Fact]
    public void AnIgnoredLoadLeavesItsRegister()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) => FaultResult.Ignore);
        TestGuest guest = StartGuest();
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
        TestGuest guest = StartGuest();
        guest.Store(RamStart, 3u);
        Assert.Equal(3u, guest.Read<uint>(RamStart));
        Assert.Equal(1ul, ram.FaultCount);
    }

    [Fact]
    public void AnUnhandledFaultStopsTheVm()
    {
        Memory.Reserve(Range(Device, Page), Unhandled);
        TestGuest guest = StartGuest();
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
        TestGuest guest = StartGuest();
        Assert.Equal(8u, guest.Read<uint>(Device + 8));
        Assert.Equal(0x0a00_0000u, guest.Read<uint>(0x0a00_0000));
        Assert.Equal(["left", null], seen);
        Machine.UnhandledMemoryFault = null;
        Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(0x0a00_0000));
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
        TestGuest guest = StartGuest();
        VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.Read<uint>(Device)).Stop;
        Assert.Equal((StopReason.Requested, 7ul), (stop.Reason, stop.Value));
        Assert.True(stop.IsOrderly);
        Assert.Equal(3ul, guest.GetRegister(3));
    }

    [Fact]
    public void NothingIsAllocatedPerFault()
    {
        Memory.Reserve(Range(Device, Page), (ref MemoryFault fault) =>
        {
            fault.Data = fault.Offset + (ulong)fault.Register;
            return FaultResult.Handled;
        });
        Memory.Reserve(Range(Device + Page, Page), FaultHandler.Of<Counter, int>(0));
        TestGuest guest = StartGuest();
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
