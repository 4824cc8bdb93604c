// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Tests.Layers;

/// <summary>Which part of <c>native</c> may include headers of which other one: the whole table of arrows.</summary>
/// <remarks>
/// An arrow stands here when the code has it. Each part comes after those that it stands on, so that no arrow points up. Tests are
/// not parts: they include what they test.
/// </remarks>
internal static class NativeLayers
{
    /// <summary>The folder of libsel4vm's own parts, below <c>native</c>.</summary>
    public const string VmSources = "libsel4vm/src";

    /// <summary>Folders of <c>native</c>.</summary>
    public static LayerTable Parts { get; } = new(
        ("kernel", []),
        ("rootserver", []),
        ("loader", ["rootserver"]), // the reader of device trees
        ("runtime", ["rootserver"]),
        ("libsel4vm", ["rootserver"]),
        ("shim", ["libsel4vm", "rootserver"]),
        ("guests", []),
        ("bench", ["guests", "shim", "libsel4vm", "rootserver"]));

    /// <summary>Folders of libsel4vm's sources.</summary>
    public static LayerTable VmFolders { get; } = new(
        ("compat", []),
        ("vm", []),
        ("vcpu", ["vm"]),
        ("memory", ["vm"]),
        ("fault", ["memory", "vcpu", "vm"]),
        ("irq", ["vcpu", "vm"]),
        ("calls", ["fault", "irq", "vcpu", "vm"]),
        ("run", ["calls", "fault", "irq", "memory", "vcpu", "vm"]));
}
