// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Text.RegularExpressions;
using SeL4.Build.Prerequisites;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner.Protocol;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>
/// The first commands of the README on a machine that has nothing but Debian and the .NET SDK. Where such a machine cannot be made,
/// one skipped test says why.
/// </summary>
internal sealed partial class FreshMachineTests : ITestSource
{
    /// <summary>The name of the suite.</summary>
    public const string Suite = "fresh-machine";

    // A tool of NuGet; the version is one that runs on .NET 10.
    private const string PowerShell =
        "{ [ -x /opt/powershell/pwsh ] || dotnet tool install PowerShell --version 7.6.9 --tool-path /opt/powershell; } && "
        + "rm -rf out/driver && /opt/powershell/pwsh -NoProfile ./build.ps1 ";

    private const int ShownLines = 30;

    private const string Stopped = "a stopped command leaves nothing";

    /// <summary>In this order: the first one must find nothing installed.</summary>
    private static readonly (string Name, FreshUser User, string Line, Func<int, string, string?> Problem)[] Tests =
    [
        ("build.sh doctor, not as root", FreshUser.Ordinary, "./build.sh doctor", DoctorProblem),
        ("build.sh run", FreshUser.Root, "./build.sh run", RunProblem),
        ("build.ps1 doctor", FreshUser.Root, PowerShell + "doctor", StatusProblem),
        ("build.ps1 run", FreshUser.Root, PowerShell + "run", RunProblem),
    ];

    public TestGroup Group { get; } = new(Suite, "Fresh machine");

    public async Task RunAsync(BuildContext context, TestFilter filter)
    {
        if (!Tests.Select(t => t.Name).Append(Stopped).Any(name => filter.Accepts(Suite, name)))
        {
            return;
        }

        try
        {
            using CheckoutLock taken = CheckoutLock.TryTake(context.Repository, Suite) ?? throw new UserErrorException(
                $"{CheckoutLock.Holder(context.Repository, Suite)} has the fresh machine of this checkout: wait for its end");
            FreshRoot root = await PrepareAsync(context);
            try
            {
                await RunTestsAsync(context, root, filter);
            }
            finally
            {
                root.Remove();
            }
        }
        catch (UnfitMachineException unfit)
        {
            Group.Add(new TestResult(Suite, "machine", CaseOutcome.Skipped, unfit.Message, TimeSpan.Zero));
        }
    }

    private async Task RunTestsAsync(BuildContext context, FreshRoot root, TestFilter filter)
    {
        var shell = new FreshShell(root);
        foreach ((string name, FreshUser user, string line, Func<int, string, string?> problem) in Tests)
        {
            await AddAsync(context, filter, name, async (log, progress) =>
            {
                int status = await context.Runner.TryRunAsync(shell.Command(user, line), log, progress, context.Cancellation);
                return problem(status, await File.ReadAllTextAsync(log, context.Cancellation));
            });
        }

        await AddAsync(context, filter, Stopped, (log, progress) => StoppedCommand.ProblemAsync(context, root, log, progress));
    }

    /// <summary>What is wrong with a command that must succeed.</summary>
    internal static string? StatusProblem(int status, string output) => status == 0 ? null : $"status {status}, expected was 0";

    /// <summary>What is wrong with a run of the sample.</summary>
    internal static string? RunProblem(int status, string output) => StatusProblem(status, output)
        ?? (output.Contains("the image exited with 0", StringComparison.Ordinal) ? null : "no image has run");

    /// <summary>What is wrong with <c>doctor</c> where things are missing that it may not install.</summary>
    internal static string? DoctorProblem(int status, string output) => (status, output) switch
    {
        (0, _) => "status 0 although nothing is installed",
        _ when StackTrace().IsMatch(output) => "a stack trace",
        _ when !MissingTool().IsMatch(output) => "no list of what is missing",
        _ when !InstallCommandLine().IsMatch(output) => "no command that installs what is missing",
        _ => null,
    };

    private static async Task<FreshRoot> PrepareAsync(BuildContext context)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            throw new UnfitMachineException("only root on Linux can make a new machine");
        }

        if (!await FreshShell.IsPossibleAsync(context.Cancellation))
        {
            throw new UnfitMachineException("this root may not mount (unshare --mount --pid failed)");
        }

        string log = Path.Combine(context.Results, Suite, "machine.log");
        string folder = FreshRoot.Folder(context.Repository);
        Directory.CreateDirectory(folder);
        DebianMirror mirror = await DebianMirror.FindAsync(folder, context.Cancellation);
        if (!await PrerequisiteStep.TryEnsureAsync(context, PrerequisiteTable.Debootstrap))
        {
            throw new UnfitMachineException("debootstrap is not installed");
        }

        var root = new FreshRoot(context, mirror, log);
        await context.Steps.RunAsync("Fresh machine", async (StepProgress progress) =>
        {
            await root.MakeAsync(progress);
            FreshShell.Install(root.Root);
            FreshUser[] users = [FreshUser.Root, FreshUser.Ordinary];
            MachineSettings.Copy(root.Root, users.Select(u => u.Home[1..]));
            foreach (FreshUser user in users)
            {
                string home = Path.Combine(root.Root, user.Home[1..]);
                Directory.CreateDirectory(Path.Combine(home, ".nuget", "packages"));
                await CheckoutCopy.WriteAsync(context.Repository, Path.Combine(home, FreshShell.Checkout), context.Cancellation);
                Directory.CreateDirectory(root.NuGet(user));
                CommandLine[] owners =
                [
                    new("chown", "-R", user.Identity, home),
                    new("chown", user.Identity, root.NuGet(user)), // what is in there the user has downloaded
                ];
                foreach (CommandLine command in owners)
                {
                    await context.Runner.RunAsync(command, log, progress, context.Cancellation);
                }
            }
        });
        return root;
    }

    private async Task AddAsync(BuildContext context, TestFilter filter, string name, Func<string, StepProgress, Task<string?>> problem)
    {
        if (!filter.Accepts(Suite, name))
        {
            return;
        }

        string log = Path.Combine(context.Results, Suite, name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal) + ".log");
        var watch = Stopwatch.StartNew();
        string? wrong = await context.Steps.RunAsync($"Fresh machine: {name}", (StepProgress progress) => problem(log, progress));
        string message = wrong is null ? "" : $"{wrong}:\n{string.Join('\n', File.ReadLines(log).TakeLast(ShownLines))}";
        Group.Add(new TestResult(Suite, name, wrong is null ? CaseOutcome.Passed : CaseOutcome.Failed, message, watch.Elapsed)
        {
            LogPath = log,
        });
    }

    [GeneratedRegex(@"^\s+at \S+\(", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    [GeneratedRegex(@"CMake\W+missing")]
    private static partial Regex MissingTool();

    [GeneratedRegex(@"not installed: .*CMake.*sudo apt-get install -y .*cmake")]
    private static partial Regex InstallCommandLine();
}
