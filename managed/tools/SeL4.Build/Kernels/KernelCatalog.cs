// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build.Kernels;

/// <summary>Chooses the kernel: the option, <c>SEL4_PREFIX</c>, <c>~/.sel4</c>, the bundled one, in that order.</summary>
internal sealed class KernelCatalog(Repository repository, string? environmentPrefix, string home)
{
    /// <summary>The platform whose kernels are looked for in <c>~/.sel4</c>.</summary>
    public const string Platform = "qemu-arm-virt";

    private static readonly string[] Configurations = ["debug", "release"];

    private string HomeFolder => Path.Combine(home, ".sel4");

    /// <summary>The catalog of this user.</summary>
    public static KernelCatalog OfUser(Repository repository) => new(
        repository,
        Environment.GetEnvironmentVariable("SEL4_PREFIX"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Chooses one kernel.</summary>
    /// <param name="prefixOption"><c>--sel4-prefix</c>.</param>
    /// <param name="kernelOption"><c>--kernel</c>: <c>bundled</c>, an identifier, or the name of a folder of <c>~/.sel4</c>.</param>
    /// <param name="release">The release build where both are at hand.</param>
    public KernelChoice Choose(string? prefixOption, string? kernelOption, bool release)
    {
        string configuration = release ? "release" : "debug";
        if (prefixOption is not null && kernelOption is not null)
        {
            throw new UserErrorException("--sel4-prefix and --kernel both name a kernel: give one");
        }

        if (prefixOption is not null)
        {
            return Real(prefixOption, KernelOrigin.Option);
        }

        if (kernelOption is not null)
        {
            return Named(kernelOption, configuration);
        }

        if (!string.IsNullOrEmpty(environmentPrefix))
        {
            return Real(environmentPrefix, KernelOrigin.Environment);
        }

        string inHome = Path.Combine(HomeFolder, $"{Platform}-{configuration}");
        return Directory.Exists(inHome) ? Real(inHome, KernelOrigin.Home) : Bundled(configuration, KernelOrigin.Bundled);
    }

    /// <summary>Every kernel at hand: the bundled one, debug and release, <c>SEL4_PREFIX</c>, and all of <c>~/.sel4</c>.</summary>
    public IReadOnlyList<KernelChoice> All()
    {
        List<KernelChoice> kernels = [.. Configurations.Select(c => Bundled(c, KernelOrigin.Bundled))];
        if (!string.IsNullOrEmpty(environmentPrefix))
        {
            Add(kernels, Real(environmentPrefix, KernelOrigin.Environment));
        }

        if (Directory.Exists(HomeFolder))
        {
            foreach (string folder in Directory.GetDirectories(HomeFolder).Order(StringComparer.Ordinal))
            {
                Add(kernels, Real(folder, KernelOrigin.Home));
            }
        }

        return kernels;
    }

    /// <summary>The real kernels that one would expect, but that are not there, by identifier.</summary>
    public IReadOnlyList<string> AbsentRealKernels()
    {
        IReadOnlyList<KernelChoice> present = All();
        return [.. Configurations.Select(c => $"{Platform}-{c}").Where(id => present.All(k => k.Id != id))];
    }

    private static void Add(List<KernelChoice> kernels, KernelChoice kernel)
    {
        if (kernels.All(k => k.Folder != kernel.Folder))
        {
            int twins = kernels.Count(k => k.Id == kernel.Id);
            kernels.Add(twins == 0 ? kernel : kernel with { Id = $"{kernel.Id}-{twins + 1}" });
        }
    }

    private KernelChoice Named(string name, string configuration)
    {
        if (name == "bundled")
        {
            return Bundled(configuration, KernelOrigin.Option);
        }

        return All().FirstOrDefault(k => k.Id == name) is { } kernel
            ? kernel with { Origin = KernelOrigin.Option }
            : throw new UserErrorException(
                $"no kernel is called '{name}'; there are: bundled, {string.Join(", ", All().Select(k => k.Id))}");
    }

    private KernelChoice Bundled(string configuration, KernelOrigin origin) =>
        new($"bundled-{configuration}", repository.BundledPrefix(configuration), origin, configuration);

    private static KernelChoice Real(string folder, KernelOrigin origin)
    {
        if (folder.Length == 0)
        {
            throw new UserErrorException("--sel4-prefix: names no folder");
        }

        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string name = Path.GetFileName(full);
        return name.StartsWith("bundled-", StringComparison.Ordinal)
            ? throw new UnfitKernelException(full, "names that begin with 'bundled-' are the bundled kernel's: rename the folder")
            : new KernelChoice(name, full, origin, null);
    }
}
