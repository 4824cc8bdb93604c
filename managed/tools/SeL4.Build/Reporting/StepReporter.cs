// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Globalization;
using SeL4.Build.Processes;
using Spectre.Console;

namespace SeL4.Build.Reporting;

/// <summary>
/// Shows the steps of a command: on a terminal with a spinner and the newest line of the log, elsewhere one line when a
/// step starts and one when it ends, with <c>--verbose</c> the whole log.
/// </summary>
internal sealed class StepReporter(IAnsiConsole console, bool verbose)
{
    // Steps shorter than this pass without a line: a build with nothing to do says little.
    private static readonly TimeSpan WorthALine = TimeSpan.FromSeconds(1.5);

    public IAnsiConsole Console => console;

    public bool Verbose => verbose;

    /// <summary>Does <paramref name="work"/> under a title.</summary>
    public async Task<T> RunAsync<T>(string title, Func<StepProgress, Task<T>> work)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            T result = await WatchAsync(title, work);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (verbose || took >= WorthALine)
            {
                console.MarkupLine($"[green]ok[/]      {Markup.Escape(title)} [grey]({Seconds(took)})[/]");
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            console.MarkupLine($"[yellow]stopped[/] {Markup.Escape(title)}");
            throw;
        }
        catch (Exception)
        {
            console.MarkupLine($"[red]failed[/]  {Markup.Escape(title)} [grey]({Seconds(Stopwatch.GetElapsedTime(start))})[/]");
            throw;
        }
    }

    /// <summary>Does <paramref name="work"/> under a title.</summary>
    public Task RunAsync(string title, Func<StepProgress, Task> work) =>
        RunAsync(title, async progress =>
        {
            await work(progress);
            return true;
        });

    /// <summary>Prints why a command failed: the end of its log and where the rest is.</summary>
    public void Show(CommandFailedException failure)
    {
        console.MarkupLine($"[red]error:[/] {Markup.Escape(failure.Message)}");
        console.MarkupLine($"[grey]$ {Markup.Escape(failure.Command.ToString())}[/]");
        if (!verbose)
        {
            failure.Tail.ToList().ForEach(line => console.WriteLine("  " + line));
        }

        console.MarkupLine($"[grey]full log: {Markup.Escape(failure.LogPath)}[/]");
    }

    /// <summary>Prints what is wrong, as one line: names of files may hold anything, commands to the terminal included.</summary>
    public void Error(string message) => console.MarkupLine($"[red]error:[/] {Markup.Escape(Printable(message))}");

    public void Say(string message) => console.WriteLine(message);

    public void Note(string message) => console.MarkupLine($"[grey]{Markup.Escape(message)}[/]");

    internal static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static string Printable(string message) =>
        string.Concat(message.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));

    private async Task<T> WatchAsync<T>(string title, Func<StepProgress, Task<T>> work)
    {
        if (verbose)
        {
            console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
            return await work(new StepProgress(line => console.WriteLine("  " + line)));
        }

        if (!console.Profile.Capabilities.Interactive)
        {
            Task<T> running = work(StepProgress.Silent);
            if (await Task.WhenAny(running, Task.Delay(WorthALine)) != running)
            {
                console.WriteLine($"...     {title}");
            }

            return await running;
        }

        return await console.Status().StartAsync(Markup.Escape(title), context =>
            work(new StepProgress(line =>
                context.Status($"{Markup.Escape(title)} [grey]{Markup.Escape(Shorten(line, console.Profile.Width - title.Length - 6))}[/]"))));
    }

    private static string Shorten(string line, int width)
    {
        string oneLine = line.Trim();
        return width < 10 ? "" : oneLine.Length <= width ? oneLine : oneLine[..(width - 1)] + "…";
    }
}
