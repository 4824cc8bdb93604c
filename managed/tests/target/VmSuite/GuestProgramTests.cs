// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.TestKit;
using SeL4.Vm;

namespace SeL4.VmSuite;

/// <summary>Faults of a real guest, answered in C#.</summary>
internal static class GuestProgramTests
{
    [TargetTest]
    public static void ADelegateAnswers()
    {
        using var guest = new LoopGuest();
        ulong written = 0;
        uint count = 0;
        MemoryReservation device = guest.Machine.Memory.Reserve(new GuestRange(LoopGuest.Device, 0x1000), (ref MemoryFault fault) =>
        {
            if (fault.IsWrite)
            {
                written = fault.Data;
            }
            else
            {
                fault.Data = ++count;
            }

            return FaultResult.Handled;
        });
        Check.Equal(StopReason.PowerOff, guest.Run().Reason);
        Check.Equal((ulong)LoopGuest.Reads, written);
        Check.Equal((ulong)LoopGuest.Reads + 1, device.FaultCount);
    }

    [TargetTest]
    public static void NothingIsAllocatedPerFaultByADelegate()
    {
        using var guest = new LoopGuest();
        long first = 0;
        long last = 0;
        int count = 0;
        guest.Machine.Memory.Reserve(new GuestRange(LoopGuest.Device, 0x1000), (ref MemoryFault fault) =>
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            first = ++count == 2 ? now : first;
            last = now;
            if (!fault.IsWrite)
            {
                fault.Data = fault.Offset;
            }

            return FaultResult.Handled;
        });
        guest.Run();
        Check.Equal(0L, last - first);
        Check.True(count > LoopGuest.Reads);
    }

    [TargetTest]
    public static void NothingIsAllocatedPerFaultByAStaticHandler()
    {
        using var guest = new LoopGuest();
        var state = new Measure();
        guest.Machine.Memory.Reserve(new GuestRange(LoopGuest.Device, 0x1000), FaultHandler.Of<Measure.Handler, Measure>(state));
        guest.Run();
        Check.Equal(0L, state.Last - state.First);
        Check.Equal(LoopGuest.Reads + 1, state.Count);
    }

    [TargetTest]
    public static void AnExceptionComesOutOfRunAndTheVmGoesOn()
    {
        using var guest = new LoopGuest();
        int count = 0;
        guest.Machine.Memory.Reserve(new GuestRange(LoopGuest.Device, 0x1000), (ref MemoryFault fault) =>
            ++count == 5 ? throw new InvalidOperationException("fifth") : FaultResult.Handled);
        var exception = Check.Throws<InvalidOperationException>(() => guest.Run());
        Check.Equal("fifth", exception.Message);
        Check.Equal(StopReason.CallbackError, guest.Machine.LastStop.Reason);
        Check.Equal(StopReason.PowerOff, guest.Machine.Run().Reason);
        Check.Equal(LoopGuest.Reads + 2, count);
    }

    [TargetTest]
    public static void AnUnhandledFaultStopsTheVm()
    {
        using var guest = new LoopGuest();
        VmStop stop = guest.Run();
        Check.Equal(StopReason.UnhandledMemoryFault, stop.Reason);
        Check.Equal(new GuestAddress(LoopGuest.Device), stop.Address);
        Check.Equal(LoopGuest.Ram + 8, stop.ProgramCounter);
    }

    [TargetTest]
    public static void APostedActionInterruptsTheGuest()
    {
        using var guest = new LoopGuest();
        bool ran = false;
        guest.Machine.Memory.Reserve(new GuestRange(LoopGuest.Device, 0x1000), (ref MemoryFault fault) => FaultResult.Handled);
        var thread = new Thread(() => guest.Machine.Post(() => ran = true));
        thread.Start();
        thread.Join();
        guest.Run();
        Check.True(ran);
    }

    [TargetTest]
    public static void NothingLeaks()
    {
        using (new LoopGuest())
        {
        }

        HostMemory before = HostMemory.Current;
        for (int i = 0; i < 20; i++)
        {
            using var guest = new LoopGuest();
            guest.Machine.Memory.Reserve(new GuestRange(LoopGuest.Device, 0x1000), (ref MemoryFault fault) => FaultResult.Ignore);
            guest.Run();
        }

        HostMemory after = HostMemory.Current;
        Check.Equal(before.LiveTables, after.LiveTables);
        Check.Equal(before.FreeSlots, after.FreeSlots);
        Check.Equal(before.LiveObjects, after.LiveObjects);
    }

    private sealed class Measure
    {
        public long First { get; private set; }

        public long Last { get; private set; }

        public int Count { get; private set; }

        public sealed class Handler : IMemoryFaultHandler<Measure>
        {
            public static FaultResult Handle(ref MemoryFault fault, ref Measure state)
            {
                state.Last = GC.GetAllocatedBytesForCurrentThread();
                state.First = ++state.Count == 2 ? state.Last : state.First;
                if (!fault.IsWrite)
                {
                    fault.Data = 1;
                }

                return FaultResult.Handled;
            }
        }
    }
}
