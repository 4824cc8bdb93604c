// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Guests;

/// <summary>
/// Describes to a guest what <c>managed/samples/GuestRunner</c> gives it: the part of QEMU's virt machine that its
/// addresses and interrupts are taken from.
/// </summary>
internal static class GuestDeviceTree
{
    private const uint NoHandle = 0;
    private const uint ControllerHandle = 1;
    private const uint ClockHandle = 2;

    // Interrupts: kind, number, flags (Linux: interrupt-controller/arm,gic.yaml).
    private const uint Shared = 0;
    private const uint Private = 1;
    private const uint LevelHigh = 4;
    private const int TargetsShift = 8;

    private const uint ClockHertz = 24_000_000;

    /// <summary>Writes the tree.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="commandLine">What the guest is told, as Linux's command line.</param>
    /// <param name="initrd">Where the initial RAM disk is, [start, end).</param>
    public static byte[] Write(GuestMachine machine, string commandLine, (ulong Start, ulong End)? initrd)
    {
        var tree = new DeviceTreeWriter();
        tree.Node("", () =>
        {
            tree.Property("compatible", "linux,dummy-virt").Property("model", "SeL4.Vm guest")
                .Property("#address-cells", 2u).Property("#size-cells", 2u).Property("interrupt-parent", ControllerHandle);
            tree.Node("chosen", () => Chosen(tree, commandLine, initrd));
            tree.Node($"memory@{GuestMachine.RamStart:x}", () => tree
                .Property("device_type", "memory").Property64("reg", GuestMachine.RamStart, machine.RamSize));
            tree.Node("cpus", () => Cpus(tree, machine.Vcpus));

            // SMC rather than HVC: a seL4 kernel sees a guest's HVC as one of its own system calls when x7 has the number of one.
            tree.Node("psci", () => tree.Property("compatible", "arm,psci-1.0", "arm,psci-0.2").Property("method", "smc"));
            tree.Node("intc@8000000", () => tree
                .Property("compatible", "arm,cortex-a15-gic").Property("#interrupt-cells", 3u).Property("#address-cells", 0u)
                .Property("interrupt-controller").Property64("reg", 0x0800_0000, 0x1000, 0x0801_0000, 0x2000).Property("phandle", ControllerHandle));
            tree.Node("timer", () => Timer(tree, machine.Vcpus));
            tree.Node("apb-pclk", () => tree
                .Property("compatible", "fixed-clock").Property("#clock-cells", 0u).Property("clock-frequency", ClockHertz)
                .Property("clock-output-names", "clk24mhz").Property("phandle", ClockHandle));
            tree.Node("pl011@9000000", () => tree
                .Property("compatible", "arm,pl011", "arm,primecell").Property64("reg", 0x0900_0000, 0x1000)
                .Property("interrupts", Shared, 1, LevelHigh).Property("clocks", ClockHandle, ClockHandle)
                .Property("clock-names", "uartclk", "apb_pclk"));
        });
        return tree.ToArray();
    }

    private static void Chosen(DeviceTreeWriter tree, string commandLine, (ulong Start, ulong End)? initrd)
    {
        tree.Property("stdout-path", "/pl011@9000000");
        if (commandLine.Length > 0)
        {
            tree.Property("bootargs", commandLine);
        }

        if (initrd is { } range)
        {
            tree.Property64("linux,initrd-start", range.Start).Property64("linux,initrd-end", range.End);
        }
    }

    private static void Cpus(DeviceTreeWriter tree, int count)
    {
        tree.Property("#address-cells", 1u).Property("#size-cells", 0u);
        for (uint i = 0; i < count; i++)
        {
            tree.Node($"cpu@{i:x}", () => tree
                .Property("device_type", "cpu").Property("compatible", "arm,armv8").Property("reg", i)
                .Property("enable-method", "psci"));
        }
    }

    // The timers by their place (Linux: timer/arm,arch_timer.yaml): secure, non-secure, virtual. A guest has the virtual one only; no
    // handle leaves a place empty. Names of the interrupts would do without places, but Linux takes them from 5.14 on only.
    private static void Timer(DeviceTreeWriter tree, int cpus)
    {
        uint flags = (((1u << cpus) - 1) << TargetsShift) | LevelHigh;
        tree.Property("compatible", "arm,armv8-timer").Property("always-on")
            .Property("interrupts-extended", NoHandle, NoHandle, ControllerHandle, Private, 11, flags);
    }
}
