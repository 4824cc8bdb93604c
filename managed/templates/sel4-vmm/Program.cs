// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// A virtual machine monitor: ./build.sh run --image SeL4VmmTemplate

using System.Runtime.InteropServices;
using SeL4.Vm;
using SeL4.Vm.Devices;

// The guest: it prints "Hi" and switches itself off. Any bare-metal program for EL1 can take its place.
ReadOnlySpan<uint> guest =
[
    0xd2a12001, // mov x1, #0x09000000   the UART
    0x52800902, // mov w2, #'H'
    0xb9000022, // str w2, [x1]
    0x52800d22, // mov w2, #'i'
    0xb9000022, // str w2, [x1]
    0x52800142, // mov w2, #'\n'
    0xb9000022, // str w2, [x1]
    0x52b08000, // mov w0, #0x84000000
    0x11002000, // add w0, w0, #8        PSCI SYSTEM_OFF
    0xd4000002, // hvc #0
];

using var machine = new VirtualMachine("guest");
using Stream console = Console.OpenStandardOutput();
machine.Ram.RegisterAt(new GuestRange(0x4000_0000, 16 << 20));
machine.Memory.Attach(0x0900_0000, new Pl011(console.WriteByte));

// Cleaned from the data cache to memory: the guest begins with its own caches off.
machine.Ram.Write(0x4000_0000, MemoryMarshal.AsBytes(guest));
machine.CreateVcpu().Start(0x4000_0000);

VmStop stop = machine.Run();
Console.WriteLine($"stopped: {stop}");
return stop.IsOrderly ? 0 : 1;
