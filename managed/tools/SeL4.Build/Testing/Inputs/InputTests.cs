// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Kernels;
using SeL4.Build.Processes;
using SeL4.Runner.Images;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing.Inputs;

/// <summary>
/// Tests that nothing built for a kernel was made from the host's headers or libraries: one for each build tree and for each C#
/// program, from the dependency files that the compilers and linkers wrote.
/// </summary>
internal sealed class InputTests(BuildContext context, KernelChoice kernel)
{
    /// <summary>The name of the suite.</summary>
    public const string Suite = "inputs";

    private const string Compiler = "aarch64-linux-gnu-gcc";
    private const string LinkSuffix = ".link.d";

    /// <summary>SeL4FrameworkPack in SeL4.NativeAot.props, as NuGet names its folder.</summary>
    private const string FrameworkPack = "microsoft.netcore.app.runtime.nativeaot.linux-arm64";

    private Repository Repository => context.Repository;

    /// <summary>Checks everything that was built for the kernel, as far as the filter wants it.</summary>
    /// <param name="programs">The C# programs that were built.</param>
    /// <param name="filter">Chooses tests.</param>
    public async Task<IReadOnlyList<TestResult>> RunAsync(IReadOnlyList<BootImage> programs, TestFilter filter)
    {
        var rule = new InputRule(await FoldersAsync());
        List<(string Name, Func<Task<IReadOnlyList<StepInputs>>> Read)> tests =
        [
            ("native: compilations", () => CompilationsAsync(Repository.NativeBuild(kernel.Id))),
            ("native: links", () => Task.FromResult(Links(Repository.NativeBuild(kernel.Id), "images", "guests"))),
            .. programs.Select(p => (p.Name, (Func<Task<IReadOnlyList<StepInputs>>>)(() => Task.FromResult(OfProgram(p.Name))))),
        ];
        if (kernel.BundledConfiguration is { } configuration)
        {
            string build = Repository.KernelBuild(configuration);
            tests.Add(("kernel: compilations", () => CompilationsAsync(build)));
            tests.Add(("kernel: links", () => Task.FromResult(Links(build, ""))));
        }

        List<TestResult> results = [];
        foreach ((string name, Func<Task<IReadOnlyList<StepInputs>>> read) in tests.Where(t => filter.Accepts(Suite, t.Name)))
        {
            results.Add(await JudgeAsync(name, rule, read));
        }

        return results;
    }

    private static async Task<TestResult> JudgeAsync(string name, InputRule rule, Func<Task<IReadOnlyList<StepInputs>>> read)
    {
        try
        {
            return Judge(name, rule, await read());
        }
        catch (UserErrorException error)
        {
            return new TestResult(Suite, name, CaseOutcome.Failed, error.Message, TimeSpan.Zero);
        }
    }

    /// <summary>A test has failed when a step read what it may not, or when there are no steps to look at.</summary>
    internal static TestResult Judge(string name, InputRule rule, IReadOnlyList<StepInputs> steps)
    {
        IReadOnlyList<string> problems = steps.Count == 0 ? ["no compilation and no link wrote down what it read"] : rule.Violations(steps);
        CaseOutcome outcome = problems.Count == 0 ? CaseOutcome.Passed : CaseOutcome.Failed;
        return new TestResult(Suite, name, outcome, string.Join('\n', problems), TimeSpan.Zero);
    }

    /// <summary>The links of every program in folders of a build; a program whose link wrote nothing down is an error.</summary>
    /// <exception cref="UserErrorException">A program has no list.</exception>
    internal static IReadOnlyList<StepInputs> Links(string build, params string[] folders) =>
        [.. folders.SelectMany(folder => Directory.GetFiles(Path.Combine(build, folder), "*.elf"))
            .Order(StringComparer.Ordinal)
            .SelectMany(program => ReadMake(program + LinkSuffix, build))];

    private static IReadOnlyList<StepInputs> ReadMake(string path, string folder) => File.Exists(path)
        ? StepInputs.ReadMake(path, folder)
        : throw new UserErrorException($"{path} is missing: what was compiled or linked there is not known");

    // The target's: this repository with all that is built in it, the kernel, the compiler's own files, the C library, and the native
    // libraries of the class library.
    private async Task<IReadOnlyList<string>> FoldersAsync()
    {
        string support = await AskAsync(Compiler, "-print-libgcc-file-name");
        string cache = await File.ReadAllTextAsync(Path.Combine(Repository.NativeBuild(kernel.Id), "CMakeCache.txt"));
        string library = cache.Split('\n').First(l => l.StartsWith("PICOLIBC_DIR:", StringComparison.Ordinal)).Split('=')[1];
        return [Repository.Root, kernel.Folder, Path.GetDirectoryName(support.Trim())!, library, FrameworkFolder()];
    }

    private static string FrameworkFolder()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(packages, FrameworkPack);
    }

    private async Task<IReadOnlyList<StepInputs>> CompilationsAsync(string build) =>
        StepInputs.ParseNinja(await AskAsync("ninja", "-C", build, "-t", "deps"), build);

    // SeL4.NativeAot.Image.targets: the settings and the loader's payload are compiled, the root task and the image linked.
    private IReadOnlyList<StepInputs> OfProgram(string name)
    {
        string objects = Path.Combine(Repository.Output, "managed", "obj");
        string root = name + ".roottask.d";
        string folder = Directory.GetFiles(objects, root, SearchOption.AllDirectories)
            .Select(f => Path.GetDirectoryName(f)!)
            .FirstOrDefault(f => Path.GetFileName(f) == kernel.Id)
            ?? throw new UserErrorException($"{root} is missing below {objects}: what {name} was linked from is not known");
        return [.. new[] { "settings.d", "payload.d", root, name + ".d" }.SelectMany(f => ReadMake(Path.Combine(folder, f), folder))];
    }

    private async Task<string> AskAsync(string program, params string[] arguments)
    {
        var command = new CommandLine(program, arguments);
        return await ProcessRunner.ReadAsync(command, context.Cancellation) ?? throw new UserErrorException($"{command} failed");
    }
}
