// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;

namespace SeL4.Build.Building;

/// <summary>A CMake project and where it is built. Configures when that was never done or was done otherwise.</summary>
internal sealed class CMakeTree(BuildContext context, string source, string build, string logName)
{
    private const string StampName = ".configured";

    private readonly string _logPath = context.Repository.Log(logName);

    /// <summary>Configures the tree when needed and builds it; with <paramref name="install"/> installs it too.</summary>
    public async Task BuildAsync(IReadOnlyList<string> definitions, bool install, StepProgress progress)
    {
        using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
        context.Repository.NewLog(logName);
        await ConfigureAsync(definitions, progress);
        string jobs = context.Jobs.ToString(CultureInfo.InvariantCulture);
        await RunAsync(new CommandLine("ninja", "-C", build, "-j", jobs), progress);
        if (install)
        {
            await RunAsync(new CommandLine("ninja", "-C", build, "install"), progress);
        }
    }

    /// <summary>Configures the tree when needed, builds one target of it and installs one component.</summary>
    public async Task BuildPartAsync(IReadOnlyList<string> definitions, string target, string component, StepProgress progress)
    {
        using CheckoutLock building = await CheckoutLock.TakeForBuildingAsync(context);
        context.Repository.NewLog(logName);
        await ConfigureAsync(definitions, progress);
        string jobs = context.Jobs.ToString(CultureInfo.InvariantCulture);
        await RunAsync(new CommandLine("ninja", "-C", build, "-j", jobs, target), progress);
        await RunAsync(new CommandLine("cmake", "--install", build, "--component", component), progress);
    }

    private async Task ConfigureAsync(IReadOnlyList<string> definitions, StepProgress progress)
    {
        string stamp = Path.Combine(build, StampName);
        // CMake keeps the first flags that a toolchain file gave.
        string toolchain = InputFingerprint.Of([context.Repository.NativeSources("cmake")]);
        string wanted = string.Join('\n', [source, .. definitions, toolchain]);
        bool configured = File.Exists(stamp) && File.Exists(Path.Combine(build, "build.ninja"));
        if (configured && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        Directory.CreateDirectory(build);
        File.Delete(stamp);
        await RunAsync(
            new CommandLine("cmake", ["--fresh", "-S", source, "-B", build, "-G", "Ninja", .. definitions]), progress);
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private Task RunAsync(CommandLine command, StepProgress progress) =>
        context.Runner.RunAsync(command, _logPath, progress, context.Cancellation);
}
