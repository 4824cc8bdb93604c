// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;

namespace GuestRunner;

/// <summary>Ends a guest that does not end by itself, and says what it was doing.</summary>
internal sealed class GuestDeadline(VirtualMachine machine, TimeSpan limit)
{
    private bool _hasPassed;

    /// <summary>It was the deadline that stopped the machine.</summary>
    public bool HasPassed => Volatile.Read(ref _hasPassed);

    /// <summary>Lets the time run, for as long as the program does.</summary>
    public void Start() => new Thread(Wait) { IsBackground = true, Name = "deadline" }.Start();

    /// <summary>Prints where each vCPU is, and what the guest has caused so far.</summary>
    public void Report()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stopped: time limit of {limit.TotalSeconds:0.###} s"));
        foreach (Vcpu vcpu in machine.Vcpus)
        {
            Console.WriteLine(vcpu.IsOnline
                ? $"vCPU {vcpu.Number}: pc 0x{vcpu.Registers.ProgramCounter:x}, x30 0x{vcpu.Registers[30]:x}, "
                    + $"ESR_EL1 0x{vcpu.Registers.Get(SystemRegister.EsrEl1):x}, ELR_EL1 0x{vcpu.Registers.Get(SystemRegister.ElrEl1):x}"
                : $"vCPU {vcpu.Number}: off");
        }

        Console.WriteLine(machine.Counters);
    }

    private void Wait()
    {
        Thread.Sleep(limit);
        try
        {
            machine.Post(() =>
            {
                Volatile.Write(ref _hasPassed, true);
                machine.Stop();
            });
        }
        catch (ObjectDisposedException)
        {
            // The guest has ended.
        }
    }
}
