// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.Json;
using SeL4.Build.Tests.Guests;

namespace SeL4.Build.Tests.Support;

/// <summary>A kernel prefix without a kernel: the files that are looked for, and a configuration.</summary>
internal static class FakePrefix
{
    /// <summary>Bytes that the kernel takes.</summary>
    public const ulong KernelSize = 0x20_0000;

    /// <summary>Bytes of the memory that it manages.</summary>
    public const ulong ManagedMemory = 0x2000_0000;

    private const ulong KernelStart = 0x6000_0000;

    public static Dictionary<string, object> GoodConfiguration() => new()
    {
        ["SEL4_ARCH"] = "aarch64",
        ["PLAT"] = "qemu-arm-virt",
        ["ARM_HYPERVISOR_SUPPORT"] = true,
        ["KERNEL_MCS"] = false,
        ["MAX_NUM_NODES"] = "1",
        ["EXPORT_PCNT_USER"] = true,
        ["EXPORT_PTMR_USER"] = true,
        ["ARM_CORTEX_A53"] = false,
        ["ARM_CORTEX_A57"] = true,
        ["ARM_GIC_V3_SUPPORT"] = false,
        ["ROOT_CNODE_SIZE_BITS"] = "17",
        ["DEBUG_BUILD"] = true,
        ["PRINTING"] = true,
    };

    public static string Create(TemporaryFolder folder, string name, Action<Dictionary<string, object>>? change = null)
    {
        Dictionary<string, object> configuration = GoodConfiguration();
        change?.Invoke(configuration);
        foreach (string file in new[]
        {
            "libsel4/include/kernel/gen_config.h", "libsel4/include/sel4/sel4.h",
        })
        {
            folder.Write(Path.Combine(name, file), "");
        }

        Directory.CreateDirectory(folder.File($"{name}/bin"));
        File.WriteAllBytes(
            folder.File($"{name}/bin/kernel.elf"),
            ElfBuilder.Build(KernelStart, new ElfBuilder.Segment(KernelStart, KernelStart, 16, KernelSize)));
        folder.Write(
            Path.Combine(name, "support/platform_gen.json"), $"{{\"memory\": [{{\"start\": {KernelStart}, \"end\": {KernelStart + ManagedMemory}}}]}}");
        File.WriteAllBytes(folder.File($"{name}/support/kernel.dtb"), FakeDeviceTree.OneGiB());
        folder.Write(
            Path.Combine(name, "libsel4/include/kernel/gen_config.json"), JsonSerializer.Serialize(configuration));
        return folder.File(name);
    }
}
