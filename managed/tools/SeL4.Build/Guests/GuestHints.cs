// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Kernels;

namespace SeL4.Build.Guests;

/// <summary>Finds what a guest is told and its machine does not have: no error, but the guest may stay silent.</summary>
internal static class GuestHints
{
    private const string Console = "ttyAMA0"; // Linux: drivers/tty/serial/amba-pl011.c
    private const string EarlyConsole = "pl011";

    // Of people who want no console.
    private static readonly string[] NoConsole = ["", "null", "ttynull"];

    /// <summary>A line for each.</summary>
    public static IReadOnlyList<string> Of(GuestMachine machine, GuestExtras extras)
    {
        string[] arguments = extras.BootArguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. Consoles(arguments), .. EarlyConsoles(arguments), .. extras.Root is null ? [] : Tree(machine, extras.Root)];
    }

    // One that is there is enough: Linux passes over the others.
    private static IEnumerable<string> Consoles(string[] arguments)
    {
        string[] names = [.. Values(arguments, "console=")];
        return names.Any(name => name == Console || name == EarlyConsole || NoConsole.Contains(name))
            ? []
            : names.Select(name => $"console={name}: the guest has no such device; its console is a PL011, console={Console}");
    }

    private static IEnumerable<string> EarlyConsoles(string[] arguments) => Values(arguments, "earlycon=")
        .Where(name => name != EarlyConsole)
        .Select(name => $"earlycon={name}: the guest has no such device; earlycon by itself takes the one that there is");

    // The name is before the first comma, options come after it.
    private static IEnumerable<string> Values(string[] arguments, string option) => arguments
        .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
        .Select(argument => argument[option.Length..].Split(',')[0]);

    private static IEnumerable<string> Tree(GuestMachine machine, DeviceTreeNode root)
    {
        string ram = $"[0x{GuestMachine.RamStart:x}, 0x{machine.RamEnd:x})";
        if (root.Child("chosen") is null)
        {
            yield return "the device tree of --dtb has no /chosen: the guest finds neither a command line nor its console there";
        }

        IReadOnlyList<(ulong Start, ulong Size)> memory = DeviceTree.Memory(root);
        if (memory.Count == 0)
        {
            yield return $"the device tree of --dtb names no memory; the guest's RAM is {ram}";
        }

        foreach ((ulong start, ulong size) in memory.Where(m => m.Start < GuestMachine.RamStart || m.Start + m.Size > machine.RamEnd))
        {
            yield return $"the device tree of --dtb has memory at [0x{start:x}, 0x{start + size:x}), but the guest's RAM is {ram} (see --ram)";
        }

        int cpus = root.Child("cpus")?.Children.Count(node => node.Text("device_type") == "cpu") ?? 0;
        if (cpus > machine.Vcpus)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"the device tree of --dtb has {cpus} CPUs, the guest {machine.Vcpus} (see --vcpus)");
        }
    }
}
