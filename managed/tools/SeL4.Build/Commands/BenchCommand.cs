// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using System.Globalization;
using SeL4.Build.Benchmarks;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;

namespace SeL4.Build.Commands;

/// <summary><c>bench</c>: how fast the product is, in instructions; returns 1 when a compared figure has become worse.</summary>
internal static class BenchCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("bench", "Count the instructions of everything that matters, in C and in C#");
        var prefix = new Option<string?>("--sel4-prefix") { Description = "Folder of an installed seL4 kernel", HelpName = "folder" };
        var kernel = new Option<string?>("--kernel")
        {
            Description = "Kernel by name (default: the release build that 'run' would take)",
            HelpName = "name",
        };
        var json = new Option<string?>("--json") { Description = "Write the figures to this file", HelpName = "file" };
        var compare = new Option<string?>("--compare")
        {
            Description = $"Compare with this file; figures that grew by more than {BenchmarkComparison.Tolerance:P0} are regressions",
            HelpName = "file",
        };
        new Option[] { prefix, kernel, json, compare }.ToList().ForEach(command.Add);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = common.Context(repository, arguments, cancellation);
            BenchmarkReport? before = arguments.GetValue(compare) is { } earlier ? BenchmarkReport.Load(earlier) : null;
            KernelChoice choice = KernelCatalog.OfUser(repository).Choose(
                arguments.GetValue(prefix), arguments.GetValue(kernel), release: true);
            await PrerequisiteStep.EnsureAsync(context);
            BenchmarkReport report = await BenchmarkRun.RunAsync(context, choice);
            if (arguments.GetValue(json) is { } file)
            {
                report.Save(file);
            }

            Show(context, choice, report);
            return before is null ? 0 : Compare(context, before, report);
        });
        return command;
    }

    private static void Show(BuildContext context, KernelChoice kernel, BenchmarkReport report)
    {
        context.Steps.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"Kernel {kernel.Title}, {report.Build}, {report.Cpu}; the run took {report.SecondsOnThisMachine:0.0} s on this machine"));
        context.Steps.Console.Write(BenchmarkTables.Of(report));
    }

    private static int Compare(BuildContext context, BenchmarkReport before, BenchmarkReport now)
    {
        if ((before.Kernel, before.Build, before.Cpu) != (now.Kernel, now.Build, now.Cpu))
        {
            context.Steps.Note($"The earlier figures are of {before.Kernel}, {before.Build}, {before.Cpu}.");
        }

        IReadOnlyList<BenchmarkComparison> comparisons = BenchmarkComparison.Of(before, now);
        context.Steps.Console.Write(BenchmarkTables.Of(comparisons));
        int regressions = comparisons.Count(comparison => comparison.IsRegression);
        context.Steps.Say($"{comparisons.Count} figures compared, {regressions} of them are regressions.");
        return regressions == 0 ? 0 : 1;
    }
}
