// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Machines;

namespace SeL4.Build.Kernels;

/// <summary>Finds the machine that a kernel was built for.</summary>
internal static class MachineSelection
{
    /// <summary>The machine of that name when it fits, or the first that fits when none is named.</summary>
    /// <exception cref="UnfitKernelException">No machine fits.</exception>
    public static Machine For(Repository repository, KernelPrefix prefix, string? nameOrFile)
    {
        if (nameOrFile is not null)
        {
            Machine named = MachineCatalog.Find(repository.Machines, nameOrFile);
            return Mismatch(prefix.Configuration, named) is { } reason
                ? throw new UnfitKernelException(prefix.Folder, reason)
                : named;
        }

        IReadOnlyList<Machine> machines = MachineCatalog.Load(repository.Machines);
        return machines.FirstOrDefault(m => Mismatch(prefix.Configuration, m) is null)
            ?? throw new UnfitKernelException(prefix.Folder, NoMachine(prefix.Configuration, machines));
    }

    private static string? Mismatch(KernelConfiguration kernel, Machine machine)
    {
        if (kernel.Platform != machine.Platform)
        {
            return $"KernelPlatform is {kernel.Platform}, the machine {machine.Name} is {machine.Platform}";
        }

        if (kernel.Cpu != machine.Cpu)
        {
            return $"ARM_CPU is {kernel.Cpu}, the machine {machine.Name} has a {machine.Cpu}";
        }

        return kernel.GicVersion == machine.Gic
            ? null
            : $"QEMU_GIC_VERSION is {kernel.GicVersion}, the machine {machine.Name} has version {machine.Gic}";
    }

    private static string NoMachine(KernelConfiguration kernel, IReadOnlyList<Machine> machines)
    {
        // Name the option that is wrong on the machine that comes closest.
        string platforms = string.Join(" or ", machines.Select(m => m.Platform).Distinct());
        Machine? near = machines.FirstOrDefault(m => m.Platform == kernel.Platform && m.Cpu == kernel.Cpu)
            ?? machines.FirstOrDefault(m => m.Platform == kernel.Platform);
        return near is null
            ? $"KernelPlatform is {kernel.Platform}, must be {platforms} (see qemu/machines)"
            : Mismatch(kernel, near)! + " (see qemu/machines)";
    }
}
