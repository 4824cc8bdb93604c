// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Text.Json;

namespace SeL4.Build.Kernels;

/// <summary>
/// A folder laid out as seL4's <c>install</c> target lays it out. Holding one proves that its files are there and that
/// its configuration fits.
/// </summary>
internal sealed class KernelPrefix
{
    private static readonly string ConfigurationFile = Path.Combine("libsel4", "include", "kernel", "gen_config.json");

    private static readonly string DeviceTreeFile = Path.Combine("support", "kernel.dtb");

    private static readonly string[] NeededFiles =
    [
        Path.Combine("bin", "kernel.elf"),
        ConfigurationFile,
        Path.Combine("libsel4", "include", "kernel", "gen_config.h"),
        Path.Combine("libsel4", "include", "sel4", "sel4.h"),
        DeviceTreeFile,
    ];

    private static readonly string[] PlatformFiles =
    [
        Path.Combine("support", "platform_gen.json"),
        Path.Combine("support", "platform_gen.yaml"),
    ];

    private KernelPrefix(string folder, KernelConfiguration configuration, IReadOnlyList<(ulong Start, ulong Size)> memory)
    {
        Folder = folder;
        Configuration = configuration;
        Memory = memory;
    }

    public string Folder { get; }

    public KernelConfiguration Configuration { get; }

    /// <summary>The RAM of the machine that the kernel was built for.</summary>
    public IReadOnlyList<(ulong Start, ulong Size)> Memory { get; }

    /// <summary>The kernel, with the symbols that its build left in.</summary>
    public string KernelElf => Path.Combine(Folder, "bin", "kernel.elf");

    /// <summary>Reads how much of that RAM the kernel manages.</summary>
    /// <returns>Bytes.</returns>
    /// <exception cref="UnfitKernelException">Its file cannot be read.</exception>
    public ulong ReadManagedMemory()
    {
        string file = PlatformFiles.First(name => File.Exists(Path.Combine(Folder, name)));
        try
        {
            return PlatformMemory.Read(File.ReadAllText(Path.Combine(Folder, file)));
        }
        catch (FormatException error)
        {
            throw new UnfitKernelException(Folder, $"{file}: {error.Message}");
        }
    }

    /// <summary>Checks a folder and reads its configuration.</summary>
    /// <exception cref="UnfitKernelException">It is not a prefix, or its kernel does not fit.</exception>
    public static KernelPrefix Open(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UnfitKernelException(folder, "there is no such folder");
        }

        foreach (string file in NeededFiles)
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new UnfitKernelException(folder, $"{file} is missing: give the folder that seL4's 'install' target filled");
            }
        }

        if (!PlatformFiles.Any(file => File.Exists(Path.Combine(folder, file))))
        {
            throw new UnfitKernelException(folder, $"{PlatformFiles[0]} is missing (nor is there a {Path.GetFileName(PlatformFiles[1])})");
        }

        var prefix = new KernelPrefix(folder, ReadConfiguration(folder), ReadMemory(folder));
        prefix.CheckFit();
        return prefix;
    }

    private static KernelConfiguration ReadConfiguration(string folder)
    {
        try
        {
            return KernelConfiguration.Parse(File.ReadAllText(Path.Combine(folder, ConfigurationFile)));
        }
        catch (JsonException error)
        {
            throw new UnfitKernelException(folder, $"{ConfigurationFile} cannot be read: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static IReadOnlyList<(ulong Start, ulong Size)> ReadMemory(string folder)
    {
        try
        {
            IReadOnlyList<(ulong Start, ulong Size)> memory = DeviceTree.Memory(File.ReadAllBytes(Path.Combine(folder, DeviceTreeFile)));
            return memory.Count > 0 ? memory : throw new FormatException("the device tree names no memory");
        }
        catch (FormatException error)
        {
            throw new UnfitKernelException(folder, $"{DeviceTreeFile}: {error.Message}");
        }
    }

    private void CheckFit()
    {
        KernelConfiguration found = Configuration;
        Demand(found.Architecture == "aarch64", "KernelSel4Arch", found.Architecture, "aarch64");
        Demand(found.Hypervisor, "KernelArmHypervisorSupport", "OFF (the kernel runs at EL1)", "ON");
        Demand(!found.Mcs, "KernelIsMCS", "ON", "OFF");
        Demand(found.MaxNodes == 1, "KernelMaxNumNodes", $"{found.MaxNodes}", "1");
        Demand(found.ExportsCounter, "KernelArmExportPCNTUser", "OFF (the root task reads the counter)", "ON");
        Demand(found.ExportsTimer, "KernelArmExportPTMRUser", "OFF (the root task needs a timer)", "ON");
        Demand(!found.StopsVirtualTime, "KernelArmVtimerUpdateVOffset", "ON (a waiting vCPU's time stands still)", "OFF");
    }

    private void Demand(bool met, string option, string found, string needed)
    {
        if (!met)
        {
            throw new UnfitKernelException(Folder, $"{option} is {found}, must be {needed}");
        }
    }
}
