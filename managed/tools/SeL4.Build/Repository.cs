// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Build;

/// <summary>Where things are: the sources, and what is made of them under <c>out/</c>.</summary>
internal sealed class Repository
{
    private const string Marker = "Interop.sln";

    public Repository(string root) => Root = Path.GetFullPath(root);

    public string Root { get; }

    public string Output => Path.Combine(Root, "out");

    public string Logs => Path.Combine(Output, "logs");

    /// <summary>Files that commands lock; beside the driver, which <c>clean</c> leaves where it is.</summary>
    public string Locks => Path.Combine(Output, "driver", "locks");

    public string Stamps => Path.Combine(Output, "stamps");

    /// <summary>Where packages go.</summary>
    public string Packages => Path.Combine(Output, "packages");

    /// <summary>The projects that become packages.</summary>
    public string PackageProjects => Path.Combine(Root, "managed", "Packages.slnf");

    public string TestResults => Path.Combine(Output, "test-results");

    public string HostTests => Path.Combine(Output, "host");

    public string Machines => Path.Combine(Root, "qemu", "machines");

    public string Solution => Path.Combine(Root, Marker);

    public string ManagedTests => Path.Combine(Root, "managed", "tests");

    /// <summary>Tests that run inside an image; the other folders of tests run on the host.</summary>
    public string ManagedTargetTests => Path.Combine(ManagedTests, "target");

    /// <summary>Tests that build and boot with the driver.</summary>
    public string EndToEndTests => Path.Combine(ManagedTests, "end-to-end");

    public string ManagedSamples => Path.Combine(Root, "managed", "samples");

    public string NativeSources(string part = "") => Path.Combine(Root, "native", part);

    /// <summary>The tests of <c>run --guest</c>.</summary>
    public string GuestRuns => NativeSources(Path.Combine("guests", "runs"));

    public string KernelBuild(string configuration) => Path.Combine(Output, "kernel", configuration);

    public string BundledPrefix(string configuration) =>
        Path.Combine(Output, "prefix", $"bundled-{Kernels.KernelCatalog.Platform}-{configuration}");

    public string NativeBuild(string kernelId) => Path.Combine(Output, "native", kernelId);

    public string Sdk(string kernelId) => Path.Combine(Output, "sdk", kernelId);

    public string NativeImages(string kernelId) => Path.Combine(NativeBuild(kernelId), "images");

    public string ManagedImages(string kernelId) => Path.Combine(Output, "images", kernelId);

    public string Log(string name) => Path.Combine(Logs, name + ".log");

    /// <summary>The path of a log that a command is about to begin; what an earlier command wrote there is gone.</summary>
    public string NewLog(string name)
    {
        Directory.CreateDirectory(Logs);
        string path = Log(name);
        File.Delete(path);
        return path;
    }

    /// <summary>Finds the repository that the driver was built from: the nearest folder upwards that has the solution.</summary>
    public static Repository Find(string from)
    {
        for (string? folder = Path.GetFullPath(from); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Marker)))
            {
                return new Repository(folder);
            }
        }

        throw new UserErrorException($"{from}: not inside the SeL4.Vm repository ({Marker} is in no folder above)");
    }
}
