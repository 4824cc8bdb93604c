// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Machines;

/// <summary>A machine that QEMU can be: one file of <c>qemu/machines</c>.</summary>
public sealed class Machine : Hardware
{
    /// <summary>The program to start.</summary>
    public string Emulator { get; set; } = "qemu-system-aarch64";

    /// <summary>QEMU's machine type.</summary>
    public string Type { get; set; } = "";

    /// <summary>Options of the machine type, in the order of the file.</summary>
    public Dictionary<string, string> Options { get; set; } = [];

    /// <summary>RAM in MiB; where the kernel is known, its device tree decides instead.</summary>
    public int Memory { get; set; }

    /// <summary>Further arguments, as they are.</summary>
    public List<string> Arguments { get; set; } = [];
}
