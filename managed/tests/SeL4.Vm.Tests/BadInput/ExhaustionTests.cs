// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests.BadInput;

/// <summary>Memory, slots, tables and heap that run out: every n-th allocation fails once, the call says so, and nothing is lost.</summary>
public sealed class ExhaustionTests : BadInputTest
{
    private const int Limit = 2000;

    // Where a failure need not be told, since something else does as well.
    private static readonly Dictionary<string, string> Substitutes = new()
    {
        ["large"] = "small pages do where there is no large one; the scenario looks at how much is mapped",
    };

    public static TheoryData<string> Scenarios => ["large", "machine", "vcpu", "reserve", "ram", "tracking", "deferred", "shared", "frames", "gic", "register"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void KernelMemoryThatRunsOutAtAnyPointLeavesNothing(string scenario) => Run(scenario, TestMachine.FailKernelCall, () => TestMachine.KernelCallFailed);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void HeapThatRunsOutAtAnyPointLeavesNothing(string scenario) => Run(scenario, TestMachine.FailHeap, () => TestMachine.HeapFailed);

    [Fact]
    public void MoreMemoryThanThereIsIsRefused()
    {
        MemoryReservation ram = Memory.Reserve(Range(0x1_0000_0000, 4ul << 30));
        AssertExhausted(ram.Range, () => ram.MapRam());
        Assert.Equal(MemoryBacking.None, ram.Backing);
        GuestRange other = Range(0x10_0000_0000, 4ul << 30);
        AssertExhausted(other, () => Machine.Ram.RegisterAt(other));
        AssertFails(VmErrorCode.OutOfMemory, () => OwnedFrame.Allocate(PageSize.Page1GiB));
        MapRam();
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
        TestGuest guest = StartGuest();
        object holdings = TestMachine.Holdings;
        TestMachine.FailKernelCall(TestMachine.KernelCallsOfRun + 1);
        guest.Store(RamStart, 1u);
        TestMachine.FailKernelCall(0);
        Assert.Equal((1, 0ul), (faults, ram.MappedPages));
        Assert.Equal(holdings, TestMachine.Holdings);
        guest.Store(RamStart, 2u);
        Assert.Equal((1, 1ul), (faults, ram.MappedPages));
        Assert.Equal(2u, guest.Read<uint>(RamStart));
    }

    [Fact]
    public void ADeferredPageThatCannotBeHadStopsAVmWithoutHandler()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, Page));
        ram.MapDeferred();
        TestGuest guest = StartGuest();
        TestMachine.FailKernelCall(TestMachine.KernelCallsOfRun + 1);
        VmStop stop = Assert.Throws<GuestStoppedException>(() => guest.Store(RamStart, 1u)).Stop;
        TestMachine.FailKernelCall(0);
        Assert.Equal((StopReason.CallbackError, RamStart), (stop.Reason, stop.Address.Value));
        guest.Store(RamStart, 1u);
        Assert.Equal(1ul, ram.MappedPages);
    }

    [Fact]
    public void ANinthVcpuIsRefused()
    {
        for (int i = 0; i < 8; i++)
        {
            Machine.CreateVcpu();
        }

        object holdings = TestMachine.Holdings;
        AssertFails(VmErrorCode.Limit, () => Machine.CreateVcpu());
        Assert.Equal(holdings, TestMachine.Holdings);
    }

    [Fact]
    public void TenThousandCyclesLeaveNothing()
    {
        object holdings = TestMachine.Holdings;
        HostMemory memory = HostMemory.Current;
        for (int i = 0; i < 10_000; i++)
        {
            using MemoryReservation reservation = Memory.Reserve(Range(Device + ((ulong)(i % 16) * Page), Page), Handled);
            reservation.MapRam();
        }

        Assert.Equal(holdings, TestMachine.Holdings);
        HostMemory after = HostMemory.Current;
        Assert.Equal((memory.LiveTables, memory.DeviceBytes), (after.LiveTables, after.DeviceBytes));
    }

    [Fact]
    public void TwoVcpusTouchOneDeferredReservation()
    {
        MemoryReservation ram = Memory.Reserve(Range(RamStart, 2 * Page));
        ram.MapDeferred();
        TestGuest first = StartGuest();
        TestGuest second = StartGuest();
        first.StoreTogether(RamStart, 1, second, RamStart + 4, 2);
        Assert.Equal(1ul, ram.MappedPages);
        first.StoreTogether(RamStart + 8, 3, second, RamStart + Page, 4);
        Assert.Equal(2ul, ram.MappedPages);
        Assert.Equal(0x2_0000_0001ul, second.Read<ulong>(RamStart));
        Assert.Equal(3u, second.Read<uint>(RamStart + 8));
        Assert.Equal(4u, first.Read<uint>(RamStart + Page));
        Assert.Equal(2ul, Machine.Counters.DeferredMaps);
    }

    // Pages and the record of them come out of the same memory: either may be the first to find none. The first time fills caches.
    private static void AssertExhausted(GuestRange range, Action action)
    {
        Assert.Throws<GuestMemoryException>(action);
        object holdings = TestMachine.Holdings;
        var exception = Assert.Throws<GuestMemoryException>(action);
        Assert.True(exception.Code is VmErrorCode.OutOfMemory or VmErrorCode.OutOfHeap);
        Assert.Equal(range, exception.Range);
        Assert.Equal(holdings, TestMachine.Holdings);
    }

    private static void Run(string scenario, Action<int> failAt, Func<bool> hasFailed)
    {
        object holdings = TestMachine.Holdings;
        var unheard = new List<int>();
        for (int n = 1; n < Limit; n++)
        {
            bool isTold = false;
            failAt(n);
            try
            {
                Play(scenario);
            }
            catch (VirtualMachineException)
            {
                isTold = true;
            }

            bool failed = hasFailed();
            failAt(0);
            Assert.Equal(holdings, TestMachine.Holdings);
            if (!failed)
            {
                Assert.False(isTold);
                Assert.True(
                    unheard.Count == 0 || Substitutes.ContainsKey(scenario),
                    $"Of {n - 1} calls that failed nobody heard of: {string.Join(", ", unheard)}");
                return;
            }

            if (!isTold)
            {
                unheard.Add(n);
            }
        }

        Assert.Fail($"still failing after {Limit} allocations");
    }

    private static void Play(string scenario)
    {
        using var machine = new VirtualMachine("failing");
        GuestMemory guest = machine.Memory;
        var range = new GuestRange(0x4000_0000, 0x4000);
        switch (scenario)
        {
            case "vcpu":
                machine.CreateVcpu();
                break;
            case "reserve":
                guest.MakeAnonymous(new GuestRange(0x5000_0000, 0x10000));
                guest.Reserve(range, (ref MemoryFault _) => FaultResult.Handled).Dispose();
                guest.ReserveAnonymous(0x1000);
                break;
            case "ram":
                guest.Reserve(range).MapRam(largestPage: PageSize.Page4KiB);
                guest.Write(range.Start, [1, 2, 3]);
                break;
            case "large":
                MemoryReservation large = guest.Reserve(new GuestRange(0x4000_0000, 2 * LargePage));
                large.MapRam();
                Assert.Equal(large.Range.Size, large.MappedBytes);
                break;
            case "tracking":
                PlayTracking(guest.Reserve(range));
                break;
            case "deferred":
                guest.Reserve(range).MapDeferred();
                break;
            case "shared":
                guest.CreateSharedFrame(range.Start);
                guest.CreateDeviceFrame(TestMachine.FirstDevice);
                break;
            case "frames":
                PlayFrames(guest);
                break;
            case "gic":
                machine.CreateVcpu();
                machine.CreateInterruptController().Register(40);
                break;
            case "register":
                machine.Ram.RegisterAt(range);
                machine.Ram.Allocate(0x1000);
                guest.Attach(0x0900_0000, new Pl011(_ => { }));
                break;
        }
    }

    private static void PlayTracking(MemoryReservation ram)
    {
        ram.MapRam(largestPage: PageSize.Page4KiB);
        ram.Tracking = MemoryTracking.Dirty;
        ram.Memory.Write(ram.Range.Start, [1]);
        ram.CollectTouchedPages();
        ram.SetRights(MemoryRights.Read);
        ram.Unmap();
    }

    private static void PlayFrames(GuestMemory guest)
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        using MemoryReservation reservation = guest.Reserve(new GuestRange(0x4000_0000, 0x1000));
        reservation.Map(_ => frame.ToFrame());
        reservation.Unmap();
    }
}
