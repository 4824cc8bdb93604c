// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;
using SeL4.Runner.Machines;

namespace SeL4.Build.Kernels;

/// <summary>Finds the machine that a kernel was built for.</summary>
internal static class MachineSelection
{
    /// <summary>
    /// The machine of that name when it fits, or the first that fits when none is named. It has the RAM that the kernel was
    /// built for, whatever its file says: with less the kernel prints nothing, and more it never uses. A file of the user's own
    /// has to say the same.
    /// </summary>
    /// <exception cref="UnfitKernelException">No machine fits.</exception>
    /// <exception cref="UserErrorException">The file that the user names says another size of RAM.</exception>
    public static Machine For(Repository repository, KernelPrefix prefix, string? nameOrFile)
    {
        Machine machine = Fitting(repository, prefix, nameOrFile);
        int memory = Mebibytes(prefix);
        if (nameOrFile is not null && MachineCatalog.IsFile(nameOrFile) && machine.Memory != memory)
        {
            throw new UserErrorException(
                $"{nameOrFile}: 'memory' is {machine.Memory} MiB, but the kernel at {prefix.Folder} was built for {memory} MiB");
        }

        machine.Memory = memory;
        return machine;
    }

    /// <summary>Checks that a kernel was built for some hardware.</summary>
    /// <exception cref="UnfitKernelException">It was not.</exception>
    public static void Check(KernelPrefix prefix, Hardware hardware)
    {
        if (Mismatch(prefix.Configuration, hardware) is { } reason)
        {
            throw new UnfitKernelException(prefix.Folder, reason);
        }
    }

    private static int Mebibytes(KernelPrefix prefix)
    {
        ulong end = prefix.Memory.Max(range => range.Start + range.Size);
        return end > GuestMachine.RamStart
            ? (int)Math.Min(int.MaxValue, (end - GuestMachine.RamStart + (1 << 20) - 1) >> 20)
            : throw new UnfitKernelException(prefix.Folder, $"its RAM ends at 0x{end:x}, that of QEMU begins at 0x{GuestMachine.RamStart:x}");
    }

    private static Machine Fitting(Repository repository, KernelPrefix prefix, string? nameOrFile)
    {
        if (nameOrFile is not null)
        {
            Machine named = MachineCatalog.Find(repository.Machines, nameOrFile);
            Check(prefix, named);
            return named;
        }

        IReadOnlyList<Machine> machines = MachineCatalog.Load(repository.Machines);
        return machines.FirstOrDefault(m => Mismatch(prefix.Configuration, m) is null)
            ?? throw new UnfitKernelException(prefix.Folder, NoMachine(prefix.Configuration, machines));
    }

    private static string? Mismatch(KernelConfiguration kernel, Hardware hardware)
    {
        if (kernel.Platform != hardware.Platform)
        {
            return $"KernelPlatform is {kernel.Platform}, the machine {hardware.Name} is {hardware.Platform}";
        }

        if (kernel.Cpu != hardware.Cpu)
        {
            return $"ARM_CPU is {kernel.Cpu}, the machine {hardware.Name} has a {hardware.Cpu}";
        }

        return kernel.GicVersion == hardware.Gic
            ? null
            : $"QEMU_GIC_VERSION is {kernel.GicVersion}, the machine {hardware.Name} has version {hardware.Gic}";
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
