// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.InteropServices;
using SeL4.Vm.Devices;

namespace SeL4.Vm.Tests;

/// <summary>What the README of SeL4.Vm shows, but for the lines that say so.</summary>
/// <param name="beforeRun">Called when everything is in place.</param>
internal sealed class Vmm(Action<VirtualMachine> beforeRun)
{
    /// <summary>What has been written, by the VMM and by its guest.</summary>
    public string Output => Console.Output.ToString();

    // In place of System.Console.
    private StandInConsole Console { get; } = new();

    public VmStop Run()
    {
        // README:begin
        using var machine = new VirtualMachine("guest");
        using Stream console = Console.OpenStandardOutput();

        // RAM: 16 MiB at 0x40000000, in the largest pages that fit.
        MemoryReservation ram = machine.Memory.Reserve(new GuestRange(0x4000_0000, 16 << 20), name: "RAM");
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

        // The guest, and where it begins: it prints an A and switches itself off. Any bare-metal image will do.
        ReadOnlySpan<uint> image = [0xd2a12001, 0x52800820, 0xb9000020, 0x52800100, 0x72b08000, 0xd4000002];
        machine.Memory.Write(0x4008_0000, MemoryMarshal.AsBytes(image));
        vcpu.AssignTargetCpu(0);
        vcpu.Start(entry: 0x4008_0000);

        Console.WriteLine(machine.Memory.Map);
        beforeRun(machine); // README:not shown
        VmStop stop = machine.Run();
        Console.WriteLine($"The guest stopped: {stop}");

        // README:end
        return stop;
    }

    private sealed class StandInConsole
    {
        public StringWriter Output { get; } = new();

        public Stream OpenStandardOutput() => new Characters(Output);

        public void WriteLine(object value) => Output.WriteLine(value);
    }

    private sealed class Characters(StringWriter output) : MemoryStream
    {
        public override void WriteByte(byte value) => output.Write((char)value);
    }
}
