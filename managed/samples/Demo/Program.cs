// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors
//
// A virtual machine monitor, whole: it arranges a guest's memory in every way there is, runs the guest
// (native/guests/demo), and tells what happened.

using System.Runtime.InteropServices;
using Demo;
using SeL4.Vm;

using var machine = new VirtualMachine("demo") { UnhandledFaultPolicy = UnhandledFaultPolicy.Abort };
GuestMemory memory = machine.Memory;

// RAM: untyped memory in the largest pages that fit.
MemoryReservation ram = memory.Reserve(new GuestRange(MemoryLayout.Ram, MemoryLayout.RamSize), "RAM");
ram.MapRam();

// Two emulated devices. A delegate is the simple way to answer; a handler type makes it a direct call.
memory.Reserve(new GuestRange(MemoryLayout.Uart, GuestMemory.PageBytes), Uart.Handle, "UART (emulated)");
memory.Reserve<Multiplier, Multiplier.State>(
    new GuestRange(MemoryLayout.Multiplier, GuestMemory.PageBytes), default, "multiplier (emulated)");

// A real device, passed through: the guest reaches the machine's clock without the VMM.
MemoryReservation clock = memory.Reserve(new GuestRange(MemoryLayout.Clock, GuestMemory.PageBytes), "clock (passed through)");
clock.MapDeviceOrRam();

// A frame that guest and VMM share.
SharedFrame mailbox = memory.CreateSharedFrame(MemoryLayout.Mailbox, name: "mailbox (shared)");

// Memory at an address of the library's choice, inside a region set aside for that.
memory.MakeAnonymous(new GuestRange(MemoryLayout.Anonymous, MemoryLayout.AnonymousSize));
MemoryReservation anonymous = memory.ReserveAnonymous(64 << 10, name: "anonymous");
anonymous.MapRam();

// Pages that appear when the guest first touches them, and pages whose writes are tracked.
MemoryReservation lazy = memory.Reserve(new GuestRange(MemoryLayout.Lazy, MemoryLayout.LazySize), "mapped on first touch");
lazy.MapDeferred();
MemoryReservation tracked = memory.Reserve(new GuestRange(MemoryLayout.Tracked, MemoryLayout.TrackedSize), "tracked");
tracked.MapRam(largestPage: PageSize.Page4KiB);
tracked.Tracking = MemoryTracking.Dirty;

Mailbox.Fill(mailbox.Content, anonymous.Range);
machine.Ram.CleansCache = true;
memory.Write(MemoryLayout.Ram, GuestImage.Load());
Vcpu vcpu = machine.CreateVcpu();
vcpu.Start(MemoryLayout.Ram);

Console.WriteLine("The guest's address space:");
Console.WriteLine(memory.Map);
Console.WriteLine();
VmStop stop = machine.Run();
Console.WriteLine();

ref readonly Mailbox answer = ref MemoryMarshal.AsRef<Mailbox>(mailbox.Content);
Console.WriteLine($"stopped: {stop}");
Console.WriteLine($"the guest answers: {Mailbox.TextOf(answer.Answer)}");
Console.WriteLine($"checks: {answer.ChecksPassed} passed, {answer.ChecksFailed} failed");
Console.WriteLine($"mapped on first touch: {lazy.MappedPages} of {lazy.Range.Size / GuestMemory.PageBytes} pages");
foreach (TouchedPage page in tracked.CollectTouchedPages())
{
    Console.WriteLine($"dirty: {page.Range}");
}

Console.WriteLine("faults by reservation:");
foreach (GuestMemoryMapEntry entry in memory.Map.Where(entry => entry.FaultCount > 0))
{
    Console.WriteLine($"  {entry.FaultCount,6}  {entry.Name}");
}

Console.WriteLine($"aborts injected for accesses to nothing: {machine.Counters.InjectedAborts}");
return stop.Reason == StopReason.PowerOff && answer.ChecksFailed == 0 ? 0 : 1;
