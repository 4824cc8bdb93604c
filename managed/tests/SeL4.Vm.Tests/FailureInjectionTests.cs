// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;
using SeL4.Vm.Testing;

namespace SeL4.Vm.Tests;

/// <summary>Every n-th allocation fails once: the call says so, and nothing is lost.</summary>
public sealed class FailureInjectionTests
{
    private const int Limit = 2000;

    public static TheoryData<string> Scenarios => ["machine", "vcpu", "reserve", "ram", "deferred", "shared", "frames", "gic", "register"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void OfTheKernel(string scenario) => Run(scenario, FakeMachine.FailKernelCall, () => FakeMachine.KernelCallFailed);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void OfTheHeap(string scenario) => Run(scenario, FakeMachine.FailHeap, () => FakeMachine.HeapFailed);

    private static void Run(string scenario, Action<int> failAt, Func<bool> hasFailed)
    {
        FakeMachine.Reset();
        HostMemory memory = HostMemory.Current;
        long heap = FakeMachine.LiveHeapBlocks;
        int failures = 0;
        for (int n = 1; n < Limit; n++)
        {
            failAt(n);
            try
            {
                Play(scenario);
            }
            catch (VirtualMachineException)
            {
                failures++;
            }

            bool failed = hasFailed();
            failAt(0);
            Assert.Equal(memory, HostMemory.Current);
            Assert.Equal(heap, FakeMachine.LiveHeapBlocks);
            Assert.Equal(0, FakeMachine.MappedFrames);
            if (!failed)
            {
                Assert.NotEqual(0, failures);
                return;
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
            case "deferred":
                guest.Reserve(range).MapDeferred();
                break;
            case "shared":
                guest.CreateSharedFrame(range.Start);
                guest.CreateDeviceFrame(0x0900_0000);
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

    private static void PlayFrames(GuestMemory guest)
    {
        using OwnedFrame frame = OwnedFrame.Allocate();
        using MemoryReservation reservation = guest.Reserve(new GuestRange(0x4000_0000, 0x1000));
        reservation.Map(_ => frame.ToFrame());
        reservation.Unmap();
    }
}
