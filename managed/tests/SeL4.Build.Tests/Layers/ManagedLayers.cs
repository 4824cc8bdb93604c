// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Tests.Layers;

/// <summary>Which managed project may refer to which other one: the whole table of arrows. <c>managed/SeL4.Vm/README.md</c> shows it.</summary>
/// <remarks>
/// An arrow stands here when a project has it. Each project comes after those that it stands on, so that no arrow points up. Tests are
/// not in the table: they refer to what they test, and nothing refers to them.
/// </remarks>
internal static class ManagedLayers
{
    public static LayerTable Projects { get; } = new(
        ("SeL4.Vm.Interop", []),
        ("SeL4.Vm", ["SeL4.Vm.Interop"]),
        ("SeL4.Vm.Devices", ["SeL4.Vm"]),
        ("SeL4.Vm.Testing", ["SeL4.Vm"]),
        ("Checks", []),
        ("RuntimeSupport", []),
        ("SeL4.NativeAot", ["Checks", "RuntimeSupport"]),
        ("SeL4.Abi", []),
        ("SeL4.Runner", []),
        ("SeL4.Build", ["SeL4.Abi", "SeL4.Runner"]),
        ("Hello", []),
        ("Demo", ["SeL4.Vm"]),
        ("Device", ["SeL4.Vm.Devices"]),
        ("GuestRunner", ["SeL4.Vm.Devices"]),
        ("SeL4VmmTemplate", ["SeL4.Vm.Devices"]),
        ("Bench", ["SeL4.Vm.Devices"]));
}
