// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.CommandLine;
using System.Text;
using SeL4.Build.Kernels;
using SeL4.Build.Prerequisites;
using SeL4.Build.Processes;
using SeL4.Build.Testing;
using SeL4.Build.Testing.FreshMachine;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Commands;

/// <summary><c>test</c>: tests on the host, and on every kernel at hand.</summary>
internal static class TestCommand
{
    public static Command Create(Repository repository, CommonOptions common)
    {
        var command = new Command("test", "Run the tests on the host, on the bundled kernel and on every real kernel at hand");
        Option<string?> filter = Filter();
        var quick = new Option<bool>("--quick") { Description = "Only on the host, without fuzzing: under a minute once built" };
        var kernel = new Option<string?>("--kernel")
        {
            Description = "Only on this kernel (and not on the host): bundled-debug, bundled-release, or a folder of ~/.sel4",
            HelpName = "name",
        };
        var prefix = new Option<string?>("--sel4-prefix")
        {
            Description = "Only on the kernel of this folder (and not on the host)",
            HelpName = "folder",
        };
        var machine = new Option<string?>("--machine")
        {
            Description = "Machine of qemu/machines, or a .yaml file (default: the one the kernel was built for)",
            HelpName = "name",
        };
        Option<string?> results = Results();
        var coverage = new Option<bool>("--coverage")
        {
            Description = $"Only the line coverage of libsel4vm by its host tests; below {NativeCoverage.Required} % is a failure",
        };
        Option<string[]> properties = Properties();
        Option<double?> soak = NumberOption.Minutes("--soak");
        soak.Description = "Only guests of random instructions, for so long, on one kernel: the one that --kernel or --sel4-prefix names, or that run takes";
        soak.HelpName = "minutes";
        Option<int?> seed = NumberOption.Whole("--seed", 0, int.MaxValue, "a whole number, not negative");
        seed.Description = "Of the first such guest (default: one of the clock)";
        seed.HelpName = "number";
        new Option[] { filter, quick, kernel, prefix, machine, results, coverage, properties, soak, seed }.ToList().ForEach(command.Add);
        command.SetAction(async (arguments, cancellation) =>
        {
            BuildContext context = InFolder(common.Context(repository, arguments, cancellation), arguments.GetValue(results)) with
            {
                ImageProperties = arguments.GetValue(properties) ?? [],
            };
            if (arguments.GetValue(soak) is { } minutes)
            {
                KernelChoice chosen = KernelCatalog.OfUser(repository).Choose(arguments.GetValue(prefix), arguments.GetValue(kernel), release: false);
                var plan = new Soak(minutes, (ulong)(arguments.GetValue(seed) ?? Environment.TickCount & int.MaxValue), chosen.IsBundled);
                context.Steps.Note($"soak: {minutes} minutes from seed {plan.Seed} on");
                await PrerequisiteStep.EnsureAsync(context);
                var bed = new QemuBed(arguments.GetValue(machine), plan, context.Steps.Note);
                return await RunAsync(context, [new KernelTests(chosen, bed)], new TestFilter($"{Soak.Suite}/"));
            }

            List<ITestSource> sources = arguments.GetValue(coverage) ? [new NativeCoverage()] : Sources(
                repository,
                KernelCatalog.OfUser(repository),
                arguments.GetValue(quick),
                arguments.GetValue(prefix),
                arguments.GetValue(kernel),
                arguments.GetValue(machine));
            await PrerequisiteStep.EnsureAsync(context);
            return await RunAsync(context, sources, new TestFilter(arguments.GetValue(filter)));
        });
        return command;
    }

    /// <summary>The option that chooses tests.</summary>
    internal static Option<string?> Filter() => new("--filter")
    {
        Description = "Only suites or tests whose name has this in it; suite/test has a part of each",
        HelpName = "text",
    };

    /// <summary>The option that changes how the C# programs on the target are built.</summary>
    private static Option<string[]> Properties()
    {
        var option = new Option<string[]>("--property")
        {
            Description = "MSBuild property for the C# programs on the target, for example SeL4GcStressInterval=7; may be repeated",
            HelpName = "name=value",
        };
        option.Validators.Add(result =>
        {
            foreach (string value in result.Tokens.Select(token => token.Value))
            {
                if (value.IndexOf('=', StringComparison.Ordinal) <= 0)
                {
                    result.AddError($"--property {value}: a property is NAME=VALUE");
                }
            }
        });
        return option;
    }

    /// <summary>The option that says where results go.</summary>
    internal static Option<string?> Results() => new("--results")
    {
        Description = "Where results and serial logs go (default: out/test-results, which is emptied first)",
        HelpName = "folder",
    };

    internal static BuildContext InFolder(BuildContext context, string? results) =>
        results is null ? context : context with { Results = Path.GetFullPath(results) };

    internal static List<ITestSource> Sources(
        Repository repository, KernelCatalog catalog, bool quick, string? prefix, string? kernel, string? machine)
    {
        if (prefix is not null || kernel is not null)
        {
            return quick
                ? throw new UserErrorException("--quick runs on the host alone: it goes with neither --kernel nor --sel4-prefix")
                : [new KernelTests(catalog.Choose(prefix, kernel, release: false), new QemuBed(machine))];
        }

        List<ITestSource> sources = [new NativeHostTests(quick), ManagedHostTests.OnHost(repository)];
        if (!quick)
        {
            sources.AddRange(catalog.All().Select(k => new KernelTests(k, new QemuBed(machine))));
            sources.AddRange(catalog.AbsentRealKernels().Select(id => new AbsentKernel(id)));
            sources.Add(ManagedHostTests.EndToEnd(repository)); // late: everything is built by then
            sources.Add(new FreshMachineTests());
        }

        return sources;
    }

    /// <summary>Takes the folder of results, which one command at a time empties and fills.</summary>
    /// <exception cref="UserErrorException">Another one has it.</exception>
    internal static CheckoutLock TakeResults(Repository repository, string folder)
    {
        string name = $"results-{Crc32.Compute(Encoding.UTF8.GetBytes(folder)):x8}";
        return CheckoutLock.TryTake(repository, name) ?? throw new UserErrorException(
            $"{CheckoutLock.Holder(repository, name)} writes results to {folder}: wait for its end, or give another folder (--results)");
    }

    /// <summary>Runs tests, shows the summary, writes the results; returns 0 when some ran and none failed.</summary>
    internal static async Task<int> RunAsync(BuildContext context, List<ITestSource> sources, TestFilter filter)
    {
        using CheckoutLock writing = TakeResults(context.Repository, context.Results);

        // A folder that the user names may hold other things.
        if (context.Results == context.Repository.TestResults && Directory.Exists(context.Results))
        {
            Directory.Delete(context.Results, recursive: true);
        }

        IReadOnlyList<TestGroup> groups = await new TestRun(context, filter).RunAsync(sources);
        SummaryPrinter.Print(context.Steps.Console, groups);
        int passed = groups.Sum(g => g.Count(CaseOutcome.Passed));
        int failed = groups.Sum(g => g.Count(CaseOutcome.Failed));
        if (passed + failed == 0)
        {
            context.Steps.Error(filter.IsEmpty ? "no test ran" : $"no test matches '{filter.Text}'");
        }

        context.Steps.Say("");
        context.Steps.Note($"results and serial logs: {context.Results}");
        context.Steps.Say(SummaryPrinter.Totals(groups));
        return passed + failed == 0 || failed > 0 ? 1 : 0;
    }
}
