// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm;

namespace SeL4.VmSuite;

/// <summary>A VM with a guest that never ends: it stores 0, 1, 2 and so on to a device, and spins between two stores.</summary>
internal sealed class SpinGuest : IDisposable
{
    private const ulong Ram = 0x4000_0000;
    private const ulong Device = 0x0a00_0000;

    private static readonly uint[] Code =
    [
        0xd2a14001, //    mov  x1, #0xa000000
        0x52800000, //    mov  w0, #0
        0xb9000020, // 1: str  w0, [x1]
        0xd2a00022, //    mov  x2, #0x10000
        0xf1000442, // 2: subs x2, x2, #1
        0x54ffffe1, //    b.ne 2b
        0x11000400, //    add  w0, w0, #1
        0x17fffffb, //    b    1b
    ];

    /// <param name="stored">Told of each value.</param>
    public SpinGuest(Action<ulong> stored)
    {
        Machine = new VirtualMachine("spin");
        Machine.Ram.RegisterAt(new GuestRange(Ram, 0x20_0000));
        Machine.Ram.Write(Ram, MemoryMarshal.AsBytes<uint>(Code));
        Machine.Memory.Reserve(new GuestRange(Device, 0x1000), (ref MemoryFault fault) =>
        {
            stored(fault.Data);
            return FaultResult.Handled;
        });
        Machine.CreateVcpu().Start(Ram);
    }

    public VirtualMachine Machine { get; }

    public void Dispose() => Machine.Dispose();
}
