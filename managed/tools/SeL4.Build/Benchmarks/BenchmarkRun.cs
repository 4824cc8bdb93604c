// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using SeL4.Build.Building;
using SeL4.Build.Kernels;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;

namespace SeL4.Build.Benchmarks;

/// <summary>Builds the benchmark image, boots it with instructions counted, and reads its figures.</summary>
internal static class BenchmarkRun
{
    private const string ImageName = "bench";
    private const string ImageOfC = "hello-c";
    private const string SmallestInCSharp = "hello";

    // One nanosecond of virtual time for each instruction, and none while nothing runs.
    private static readonly string[] CountInstructions = ["-icount", "shift=0,sleep=off"];

    // Between two results lies the longest benchmark; how long that takes is up to the host.
    private const double SilenceSeconds = 600;

    public static async Task<BenchmarkReport> RunAsync(BuildContext context, KernelChoice kernel)
    {
        KernelPrefix prefix = await KernelBuild.RunAsync(context, kernel);
        string project = Path.Combine(context.Repository.Root, "managed", "bench", "Bench", "Bench.csproj");
        BootImage image = await ManagedImageBuild.RunAsync(context, kernel, new ManagedImage(project, ImageName));
        Machine machine = MachineSelection.For(context.Repository, prefix, null);
        machine.Timeouts.Silence = SilenceSeconds;
        var request = new RunRequest
        {
            Machine = machine,
            ImagePath = image.ElfPath,
            LogPath = context.Repository.Log($"bench-{kernel.Id}"),
            TotalSeconds = image.TimeoutSeconds,
            ExtraArguments = CountInstructions,
        };
        var watch = Stopwatch.StartNew();
        RunOutcome outcome = await context.Steps.RunAsync(
            $"Benchmarks on {kernel.Id}", _ => GuestRun.RunAsync(request, context.Cancellation));
        watch.Stop();
        context.Cancellation.ThrowIfCancellationRequested();
        if (outcome.Status != 0)
        {
            throw new UserErrorException($"the benchmarks failed: {outcome.Explanation}; serial log: {outcome.LogPath}");
        }

        return new BenchmarkReport
        {
            Kernel = kernel.Id,
            Build = prefix.Configuration.Debug ? "debug" : "release",
            Cpu = machine.Cpu,
            SecondsOnThisMachine = Math.Round(watch.Elapsed.TotalSeconds, 1),
            Benchmarks =
            [
                .. BenchmarkReport.ReadOutput(outcome.Text),
                .. ImageSizes(context.Repository, kernel, image),
                await RootTaskSizeAsync(context, kernel),
            ],
        };
    }

    /// <summary>The smallest root task in C#, without symbols: class library, runtime, root server.</summary>
    private static async Task<BenchmarkResult> RootTaskSizeAsync(BuildContext context, KernelChoice kernel)
    {
        ManagedImage program = ManagedImage.Discover(context.Repository).First(i => i.Name == SmallestInCSharp);
        BootImage image = await ManagedImageBuild.RunAsync(context, kernel, program);
        string stripped = Path.Combine(context.Repository.Output, $"root-task-size-{Environment.ProcessId}.elf");
        try
        {
            await context.Steps.RunAsync($"Size of {program.Name}", (StepProgress progress) => context.Runner.RunAsync(
                new CommandLine(
                    "aarch64-linux-gnu-objcopy", ["--strip-all", Path.ChangeExtension(image.ElfPath, ".roottask.elf"), stripped]),
                context.Repository.NewLog("root-task-size"), progress, context.Cancellation));
            return Size("root-task-size", "C#", program.Name, new FileInfo(stripped).Length);
        }
        finally
        {
            File.Delete(stripped);
        }
    }

    private static IEnumerable<BenchmarkResult> ImageSizes(Repository repository, KernelChoice kernel, BootImage image)
    {
        string ofC = Path.Combine(repository.NativeImages(kernel.Id), ImageOfC + ".img");
        if (File.Exists(ofC))
        {
            yield return ImageSize("C", ofC);
        }

        yield return ImageSize("C#", Path.ChangeExtension(image.ElfPath, ".img"));
    }

    private static BenchmarkResult ImageSize(string language, string path) =>
        Size("image-size", language, Path.GetFileNameWithoutExtension(path), new FileInfo(path).Length);

    private static BenchmarkResult Size(string name, string language, string image, long bytes) => new()
    {
        Name = name,
        Language = language,
        Parameters = new(StringComparer.Ordinal) { ["image"] = image },
        Unit = "bytes",
        Value = bytes,
        Min = bytes,
        Max = bytes,
    };
}
