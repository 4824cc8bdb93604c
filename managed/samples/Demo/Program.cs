// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// A virtual machine monitor, whole: it gives a guest memory of every kind that SeL4.Vm knows, runs the guest
// (native/guests/demo), tells what happened, and ends with 0 when all of it was as expected.

using System.Runtime.InteropServices;
using Demo;
using SeL4.Vm;

using var machine = new VirtualMachine("demo") { UnhandledFaultPolicy = UnhandledFaultPolicy.Abort };
GuestMemory memory = machine.Memory;

// RAM: untyped memory in the largest pages that fit.
MemoryReservation ram = memory.Reserve(new GuestRange(MemoryLayout.Ram, MemoryLayout.RamSize), name: "RAM");
ram.MapRam();

// Two emulated devices. A delegate is the simple way to answer; a handler type has its state beside it.
memory.Reserve(new GuestRange(MemoryLayout.Uart, GuestMemory.PageBytes), Uart.Handle, "UART (emulated)");
memory.Reserve(
    new GuestRange(MemoryLayout.Multiplier, GuestMemory.PageBytes),
    FaultHandler.Of<Multiplier, Multiplier.State>(default),
    "multiplier (emulated)");

// Two real devices: the guest reaches them without the VMM. The machine's clock the VMM sees too, and the guest cannot set it.
SharedFrame clock = memory.CreateDeviceFrame(MemoryLayout.Clock, MemoryRights.Read, name: "clock (passed through)");
memory.Reserve(new GuestRange(MemoryLayout.Gpio, GuestMemory.PageBytes), name: "GPIO (passed through)").MapDeviceOrRam();

// A frame that guest and VMM share.
SharedFrame mailbox = memory.CreateSharedFrame(MemoryLayout.Mailbox, name: "mailbox (shared)");

// Memory at an address of the library's choice, inside a region set aside for that.
memory.MakeAnonymous(new GuestRange(MemoryLayout.Anonymous, MemoryLayout.AnonymousSize));
MemoryReservation anonymous = memory.ReserveAnonymous(64 << 10, name: "anonymous");
anonymous.MapRam();

// Pages that appear when the guest first touches them, and pages whose writes are tracked.
MemoryReservation lazy = memory.Reserve(new GuestRange(MemoryLayout.Lazy, MemoryLayout.LazySize), name: "mapped on first touch");
lazy.MapDeferred();
MemoryReservation tracked = memory.Reserve(new GuestRange(MemoryLayout.Tracked, MemoryLayout.TrackedSize), name: "tracked");
tracked.MapRam(largestPage: PageSize.Page4KiB);
tracked.Tracking = MemoryTracking.Dirty;

// What is nowhere is told; after that it is answered as hardware would, by an abort (the policy above).
machine.UnhandledMemoryFault = (ref MemoryFault fault) =>
{
    Console.WriteLine($"unhandled: {fault.ToString()}");
    return FaultResult.Unhandled;
};

Mailbox.Fill(mailbox.Content, anonymous.Range);
memory.Write(MemoryLayout.Ram, GuestImage.Load());
Vcpu vcpu = machine.CreateVcpu();
vcpu.Start(MemoryLayout.Ram);

Console.WriteLine("The guest's address space:");
Console.WriteLine(memory.Map);
uint started = Seconds();
VmStop stop = machine.Run();
uint ended = Seconds();
Console.WriteLine();

var answer = Mailbox.Read(mailbox.Content);
string text = Mailbox.TextOf(answer.Answer);
VmCounters counters = machine.Counters;
GuestRange[] dirty = [.. tracked.CollectTouchedPages().Select(page => page.Range)];
Console.WriteLine($"stopped: {stop}");
Console.WriteLine($"the guest answers: {text}");
Console.WriteLine($"checks: {answer.ChecksPassed} passed, {answer.ChecksFailed} failed");
Console.WriteLine($"mapped on first touch: {lazy.MappedBytes >> 10} of {lazy.Range.Size >> 10} KiB");
Console.WriteLine($"dirty: {string.Join(", ", dirty)}");
Console.WriteLine("faults by reservation:");
foreach (GuestMemoryMapEntry entry in memory.Map)
{
    // Of first touches and of writes to clean pages the library keeps count, for the VM as a whole: here each has one reservation.
    ulong faults = entry.Reservation == lazy ? counters.DeferredMaps
        : entry.Reservation == tracked ? counters.TrackingFaults : entry.FaultCount;
    if (faults > 0)
    {
        Console.WriteLine($"  {faults,6}  {entry.Name}");
    }
}

Console.WriteLine($"aborts injected for accesses to nothing: {counters.InjectedAborts}");

var verdict = new Verdict();
verdict.Expect("reason of the stop", StopReason.PowerOff, stop.Reason);
verdict.Expect("the guest's answer", "hello from the guest", text);
verdict.Expect("checks that passed", 11ul, answer.ChecksPassed);
verdict.Expect("checks that failed", 0u, answer.ChecksFailed);
verdict.Expect("the guest's clock is the VMM's", true, answer.ClockSeconds >= started && answer.ClockSeconds <= ended);
verdict.Expect("pages of RAM", 2ul, ram.MappedPages);
verdict.Expect("first touches", 5ul, counters.DeferredMaps);
verdict.Expect("bytes mapped on first touch", 5 * GuestMemory.PageBytes, lazy.MappedBytes);
verdict.Expect("dirty pages", "[0x50002000, 0x50003000), [0x50007000, 0x50008000)", string.Join(", ", dirty));
verdict.Expect("faults of tracked pages", 2ul, counters.TrackingFaults);
verdict.Expect("aborts", 1ul, counters.InjectedAborts);
return verdict.IsGood ? 0 : 1;

// The first register of the PL031 (Arm DDI 0224): seconds since 1970.
uint Seconds() => Volatile.Read(ref MemoryMarshal.AsRef<uint>(clock.Content));
