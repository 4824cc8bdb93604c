// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// Runs any guest: `./build.sh run --guest FILE`. The guest finds a part of QEMU's virt machine: RAM at 0x40000000, a
// PL011 at 0x09000000, a GICv2 with the virtual timer, and PSCI; x0 holds the address of a device tree that says so. Each key
// that is typed reaches it.

using GuestRunner;
using SeL4.Guests;
using SeL4.Vm;
using SeL4.Vm.Devices;

const int Failed = 1;
const int Reset = 3;
const int TimedOut = 124; // as timeout(1) has it
const int UartInterrupt = 33; // SPI 1

if (!GuestParcel.TryOpen(out GuestParcel? parcel))
{
    Console.WriteLine("There is no guest. Give one: ./build.sh run --guest FILE");
    return Failed;
}

ulong free = HostMemory.Current.FreeBytes;
if (parcel.Ram.Size > free - Math.Min(free, ParcelHeader.VmmBytes))
{
    Console.WriteLine(
        $"The guest cannot have {parcel.RamText} of RAM: {free >> 20}M are free, and the VMM keeps {ParcelHeader.VmmBytes >> 20}M of them (--ram)");
    return Failed;
}

using var machine = new VirtualMachine("guest") { UnhandledFaultPolicy = UnhandledFaultPolicy.Abort };
try
{
    machine.Ram.RegisterAt(parcel.Ram);
}
catch (GuestMemoryException exception)
{
    Console.WriteLine($"The guest cannot have {parcel.RamText} of RAM: {exception.Message}");
    return Failed;
}

for (int i = 0; i < parcel.Vcpus; i++)
{
    machine.CreateVcpu().AssignTargetCpu(i);
}

bool trace = parcel.Trace;
InterruptLine interrupt = machine.CreateInterruptController().Register(UartInterrupt);
var uart = new Pl011(trace ? GuestConsole.WriteByLine : GuestConsole.Write, interrupt.SetLevel);
if (trace)
{
    machine.Memory.Attach(0x0900_0000, uart); // each load is to be seen
}
else
{
    machine.Memory.AttachWithDirectReads(0x0900_0000, uart);
}

parcel.CopyTo(machine.Ram);
GuestAddress entry = parcel.Entry;
ulong deviceTree = parcel.DeviceTree;
TimeSpan limit = parcel.TimeLimit ?? Timeout.InfiniteTimeSpan;
parcel.Dispose();
if (trace)
{
    Console.WriteLine(machine.Memory.Map);
    machine.Trace = GuestTrace.Print;
}

machine.Vcpus[0].Start(entry, deviceTree);
GuestConsole.Listen(machine, uart);
using var deadline = new CancellationTokenSource(limit);
VmStop stop;
try
{
    stop = machine.Run(deadline.Token);
}
catch (OperationCanceledException)
{
    GuestConsole.Flush();
    GuestDeadline.Report(machine, limit);
    return TimedOut;
}

GuestConsole.Flush();

Console.WriteLine($"stopped: {stop}");
if (!trace && machine.Counters.InjectedAborts > 0)
{
    Console.WriteLine($"accesses to nothing: {machine.Counters.InjectedAborts}; --trace shows them");
}

return stop.Reason switch
{
    StopReason.PowerOff or StopReason.AllOff => 0,
    StopReason.Reset => Reset,
    _ => Failed,
};
