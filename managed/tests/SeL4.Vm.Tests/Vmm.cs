// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>What the README of SeL4.Vm shows.</summary>
internal sealed class Vmm
{
    public VirtualMachine Machine { get; } = new("guest");

    public void Prepare(byte[] image, Stream console)
    {
        VirtualMachine machine = Machine;

        // README:begin
        // RAM: 16 MiB at 0x40000000, in the largest pages that fit.
        MemoryReservation ram = machine.Memory.Reserve(new GuestRange(0x4000_0000, 16 << 20), "RAM");
        ram.MapRam();

        // An interrupt controller, and a UART that the VMM emulates.
        Vcpu vcpu = machine.CreateVcpu();
        InterruptLine line = machine.CreateInterruptController().Register(33);
        var uart = new Pl011(console.WriteByte, line.SetLevel);
        machine.Memory.Attach(0x0900_0000, uart);

        // A device of one register: a counter that goes up with each read.
        uint count = 0;
        machine.Memory.Reserve(new GuestRange(0x0a00_0000, 0x1000), (ref MemoryFault fault) =>
        {
            if (fault.IsWrite || fault.IsInstructionFetch)
            {
                return FaultResult.Unhandled;
            }

            fault.Data = count++;
            return FaultResult.Handled;
        }, "counter");

        // The guest: any bare-metal image, and where it begins.
        machine.Memory.Write(0x4008_0000, image);
        vcpu.AssignTargetCpu(0);
        vcpu.Start(entry: 0x4008_0000);

        // README:end
    }
}
