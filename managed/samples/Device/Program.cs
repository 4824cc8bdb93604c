// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

// A device of one's own (Dice.cs) and a guest that uses it: nine instructions, written out.

using System.Runtime.InteropServices;
using Device;
using SeL4.Vm;
using SeL4.Vm.Devices;

ReadOnlySpan<uint> guest =
[
    0xd2a14001, //    mov  x1, #0x0a000000    the dice
    0x52800063, //    mov  w3, #3
    0xb9400022, // 1: ldr  w2, [x1]           ROLL
    0xb9000422, //    str  w2, [x1, #4]       TOTAL
    0x71000463, //    subs w3, w3, #1
    0x54ffffa1, //    b.ne 1b
    0x52b08000, //    mov  w0, #0x84000000
    0x11002000, //    add  w0, w0, #8         PSCI SYSTEM_OFF
    0xd4000002, //    hvc  #0
];

using var machine = new VirtualMachine("device");
machine.Ram.RegisterAt(new GuestRange(0x4000_0000, GuestMemory.PageBytes));
var dice = new Dice(seed: 2026);
machine.Memory.Attach(0x0a00_0000, dice);

// Cleaned from the data cache to memory: the guest begins with its own caches off.
machine.Ram.Write(0x4000_0000, MemoryMarshal.AsBytes(guest));
Vcpu vcpu = machine.CreateVcpu();
vcpu.Start(0x4000_0000);

VmStop stop = machine.Run();
Console.WriteLine($"the guest rolled {dice}");
Console.WriteLine($"stopped: {stop}");
return stop.Reason == StopReason.PowerOff ? 0 : 1;
