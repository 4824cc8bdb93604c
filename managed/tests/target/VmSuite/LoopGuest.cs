// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm;

namespace SeL4.VmSuite;

/// <summary>A VM with RAM and a guest that reads a device's register in a loop, writes the last value behind it, and powers off.</summary>
internal sealed class LoopGuest : IDisposable
{
    public const ulong Ram = 0x4000_0000;
    public const ulong Device = 0x0a00_0000;
    public const int Reads = 1000;

    private static readonly uint[] Code =
    [
        0xd2a14001, //    mov  x1, #0xa000000
        0xd2807d02, //    mov  x2, #1000
        0xb9400020, // 1: ldr  w0, [x1]
        0xf1000442, //    subs x2, x2, #1
        0x54ffffc1, //    b.ne 1b
        0xb9000420, //    str  w0, [x1, #4]
        0x52800100, //    mov  w0, #8
        0x72b08000, //    movk w0, #0x8400, lsl #16 (PSCI SYSTEM_OFF)
        0xd4000002, //    hvc  #0
        0x14000000, //    b    .
    ];

    public LoopGuest()
    {
        Machine = new VirtualMachine("suite");
        MemoryReservation ram = Machine.Memory.Reserve(new GuestRange(Ram, 0x20_0000), name: "ram");
        ram.MapRam();
        Machine.Memory.Write(Ram, MemoryMarshal.AsBytes<uint>(Code));
        Vcpu = Machine.CreateVcpu();
        Vcpu.AssignTargetCpu(0);
    }

    public VirtualMachine Machine { get; }

    public Vcpu Vcpu { get; }

    public VmStop Run()
    {
        Vcpu.Start(Ram);
        return Machine.Run();
    }

    public void Dispose() => Machine.Dispose();
}
