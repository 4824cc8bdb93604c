// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text.Json;

namespace SeL4.Build.Kernels;

/// <summary>What a prefix's <c>gen_config.json</c> says about its kernel.</summary>
internal sealed class KernelConfiguration
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private KernelConfiguration(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>The seL4 architecture, for example <c>aarch64</c>.</summary>
    public string Architecture => Text("SEL4_ARCH");

    public string Platform => Text("PLAT");

    /// <summary>The kernel runs at EL2 and has VCPUs.</summary>
    public bool Hypervisor => Flag("ARM_HYPERVISOR_SUPPORT");

    /// <summary>User level may read the physical counter.</summary>
    public bool ExportsCounter => Flag("EXPORT_PCNT_USER");

    /// <summary>User level may program the EL1 physical timer.</summary>
    public bool ExportsTimer => Flag("EXPORT_PTMR_USER");

    /// <summary>The kernel takes the time in which a VCPU does not run out of its virtual time.</summary>
    public bool StopsVirtualTime => Flag("VTIMER_UPDATE_VOFFSET");

    public bool Mcs => Flag("KERNEL_MCS");

    public bool Debug => Flag("DEBUG_BUILD");

    public bool Printing => Flag("PRINTING");

    public bool ExceptionFastpath => Flag("EXCEPTION_FASTPATH");

    public int GicVersion => Flag("ARM_GIC_V3_SUPPORT") ? 3 : 2;

    public int MaxNodes => int.TryParse(Text("MAX_NUM_NODES"), CultureInfo.InvariantCulture, out int nodes) ? nodes : 1;

    /// <summary>
    /// One line for who runs guests on a kernel that lets them stop the root task; <see langword="null"/> where none can. The bundled kernel
    /// has an option of its own for what seL4 calls <c>HardwareDebugAPI</c>, and more.
    /// </summary>
    public string? GuestWarning => Flag("VCPU_FULL_ISOLATION") || Flag("HARDWARE_DEBUG_API")
        ? null
        : "guests must be trusted: this kernel was built without HardwareDebugAPI, so that a guest can stop the root task (docs/guest-registers.md)";

    /// <summary>The root task's CNode has 2^bits slots; 0 when the file does not say.</summary>
    public int RootCNodeBits => int.TryParse(Text("ROOT_CNODE_SIZE_BITS"), CultureInfo.InvariantCulture, out int bits) ? bits : 0;

    /// <summary>The CPU the kernel was built for, as QEMU calls it; empty when the file names none.</summary>
    public string Cpu
    {
        get
        {
            const string Prefix = "ARM_CORTEX_";
            string? key = _values.Keys.FirstOrDefault(k => k.StartsWith(Prefix, StringComparison.Ordinal) && Flag(k));
            return key is null ? "" : "cortex-" + key[Prefix.Length..].ToLowerInvariant();
        }
    }

    /// <summary>Reads a <c>gen_config.json</c>.</summary>
    /// <exception cref="JsonException">It is not a JSON object.</exception>
    public static KernelConfiguration Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("the file is not a JSON object");
        }

        return new KernelConfiguration(
            document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal));
    }

    /// <summary>One line for people.</summary>
    public string Describe()
    {
        string kind = Debug ? "debug" : "release";
        string printing = Printing ? ", printing" : "";
        string fastpath = ExceptionFastpath ? ", exception fastpath" : "";
        return $"{Architecture}, {Platform}, {(Hypervisor ? "EL2" : "EL1")}, {Cpu}, GICv{GicVersion}, "
            + $"{(Mcs ? "MCS" : "not MCS")}, {kind}{printing}{fastpath}";
    }

    private string Text(string key) => _values.GetValueOrDefault(key, "");

    // System.Text.Json writes booleans as True and False; a hand-made file may say "true" or "1".
    private bool Flag(string key) => Text(key) is "True" or "true" or "1";
}
