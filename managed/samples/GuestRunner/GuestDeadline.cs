// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Vm;

namespace GuestRunner;

/// <summary>The end of a guest that does not end by itself.</summary>
internal static class GuestDeadline
{
    /// <summary>Prints where each vCPU is, and what the guest has caused so far.</summary>
    /// <param name="machine">The VM, which does not run.</param>
    /// <param name="limit">How long it ran.</param>
    public static void Report(VirtualMachine machine, TimeSpan limit)
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
}
