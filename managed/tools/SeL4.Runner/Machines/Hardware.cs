// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Runner.Machines;

/// <summary>What kernels run on, emulated or not.</summary>
public abstract class Hardware
{
    /// <summary>The name of the file without its extension.</summary>
    public string Name { get; set; } = "";

    /// <summary>One line for people.</summary>
    public string Description { get; set; } = "";

    /// <summary>The seL4 platform (<c>KernelPlatform</c>) whose kernels run on it.</summary>
    public string Platform { get; set; } = "";

    /// <summary>The CPU, as QEMU calls it; the kernel must have been built for it, for its physical address size above all.</summary>
    public string Cpu { get; set; } = "";

    /// <summary>Version of the interrupt controller: 2 or 3.</summary>
    public int Gic { get; set; }

    /// <summary>How long a run may take.</summary>
    public MachineTimeouts Timeouts { get; set; } = new();
}
