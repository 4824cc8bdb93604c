// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using SeL4.Build.Reporting;

namespace SeL4.Build.Testing.FreshMachine;

/// <summary>Stops a command on the fresh machine, as Ctrl-C does, and looks for what is left of it.</summary>
internal static class StoppedCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong, or <see langword="null"/>.</summary>
    public static async Task<string?> ProblemAsync(BuildContext context, FreshRoot root, string log, StepProgress progress)
    {
        // A number of seconds that no other process has among its arguments.
        string forLong = "600." + Random.Shared.Next(1_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        string begun = Path.Combine(root.Root, "tmp", forLong);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        Task<int> running = context.Runner.TryRunAsync(
            new FreshShell(root).Command(FreshUser.Root, $"{{ sleep {forLong} & touch /tmp/{forLong}; sleep {forLong}; }}"), log, progress,
            stop.Token);
        while (!File.Exists(begun))
        {
            if (running.IsCompleted)
            {
                return $"the command ended by itself, with status {await running}";
            }

            await Task.Delay(Poll, context.Cancellation);
        }

        await stop.CancelAsync();
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Cancellation.ThrowIfCancellationRequested();
        return !running.IsCanceled ? "stopping the command did not end it" : await LeftAsync(root, forLong, context.Cancellation);
    }

    private static async Task<string?> LeftAsync(FreshRoot root, string argument, CancellationToken cancellation)
    {
        for (TimeSpan waited = TimeSpan.Zero; Processes(argument).Any(); waited += Poll)
        {
            if (waited > Grace)
            {
                return $"processes of it run on: {string.Join(", ", Processes(argument))}";
            }

            await Task.Delay(Poll, cancellation);
        }

        string mounted = await File.ReadAllTextAsync("/proc/self/mountinfo", cancellation);
        return mounted.Contains(root.Root, StringComparison.Ordinal) ? "something is still mounted" : null;
    }

    private static IEnumerable<string> Processes(string argument) => Directory.GetDirectories("/proc")
        .Select(folder => Path.GetFileName(folder))
        .Where(id => id.All(char.IsAsciiDigit) && Arguments(id).Contains(argument, StringComparison.Ordinal));

    private static string Arguments(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it has ended meanwhile
        }
    }
}
