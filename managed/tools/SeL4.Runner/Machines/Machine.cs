// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Machines;

/// <summary>A machine that QEMU can be: one file of <c>qemu/machines</c>.</summary>
public sealed class Machine
{
    /// <summary>The name of the file without its extension.</summary>
    public string Name { get; set; } = "";

    /// <summary>One line for people.</summary>
    public string Description { get; set; } = "";

    /// <summary>The seL4 platform (<c>KernelPlatform</c>) whose kernels run on it.</summary>
    public string Platform { get; set; } = "";

    /// <summary>The program to start.</summary>
    public string Emulator { get; set; } = "qemu-system-aarch64";

    /// <summary>QEMU's machine type.</summary>
    public string Type { get; set; } = "";

    /// <summary>Options of the machine type, in the order of the file.</summary>
    public Dictionary<string, string> Options { get; set; } = [];

    /// <summary>QEMU's CPU model; the kernel must have been built for it, for its physical address size above all.</summary>
    public string Cpu { get; set; } = "";

    /// <summary>RAM in MiB; the kernel's device tree fixes it.</summary>
    public int Memory { get; set; }

    /// <summary>Version of the interrupt controller: 2 or 3.</summary>
    public int Gic { get; set; }

    /// <summary>Further arguments, as they are.</summary>
    public List<string> Arguments { get; set; } = [];

    /// <summary>How long a run may take.</summary>
    public MachineTimeouts Timeouts { get; set; } = new();
}
