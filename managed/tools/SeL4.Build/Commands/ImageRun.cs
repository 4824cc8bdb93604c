// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Build.Guests;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Runner.Images;
using SeL4.Runner.Machines;
using SeL4.Runner.Protocol;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;
using Spectre.Console;

namespace SeL4.Build.Commands;

/// <summary>Runs one image for a person: its output on the terminal, its tests line by line, its end in words.</summary>
internal static class ImageRun
{
    public static async Task<int> RunAsync(
        BuildContext context, BootImage image, Machine machine, double? timeout, int? gdbPort,
        GuestParcel? parcel, bool keysToImage = false)
    {
        bool terminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        string? settings = terminal ? await SaveTerminalAsync() : null;
        await using Stream output = Console.OpenStandardOutput();
        var request = new RunRequest
        {
            Machine = machine,
            ImagePath = image.ElfPath,
            LogPath = context.Repository.Log($"run-{image.Name}"),
            TotalSeconds = timeout ?? (gdbPort is null ? image.TimeoutSeconds : null),
            EndsItself = parcel?.Machine.TimeLimit is not null,
            Interactive = terminal && image.Kind == ImageKind.Sample && timeout is null,
            ControlCToImage = keysToImage,
            GdbPort = gdbPort,
            ExtraArguments = parcel?.QemuArguments ?? [],
            Output = output,
            FrameSeen = frame => ShowTest(context.Steps, frame),
            Input = image.Input,
            InputAfter = image.InputAfter,
        };
        RunOutcome outcome = await GuestRun.RunAsync(request, context.Cancellation);
        if (settings is not null)
        {
            await ProcessRunner.ReadAsync(new CommandLine("stty", "-F", "/dev/tty", settings), CancellationToken.None);
        }

        ShowEnd(context.Steps, outcome);
        return outcome.Status;
    }

    // QEMU makes the terminal raw, and cannot give it back when it is killed.
    private static async Task<string?> SaveTerminalAsync() =>
        (await ProcessRunner.ReadAsync(new CommandLine("stty", "-F", "/dev/tty", "-g"), CancellationToken.None))?.Trim();

    private static void ShowTest(StepReporter steps, Frame frame)
    {
        string? colour = frame.Verb switch
        {
            "PASS" => "green",
            "FAIL" => "red",
            "SKIP" => "yellow",
            _ => null,
        };
        if (colour is not null)
        {
            steps.Console.MarkupLine($"[{colour}]{frame.Verb}[/] {Markup.Escape(frame.Payload)}");
        }
    }

    private static void ShowEnd(StepReporter steps, RunOutcome outcome)
    {
        if (outcome.Text.Length > 0 && !outcome.Text.EndsWith('\n'))
        {
            steps.Say("");
        }

        outcome.Errors.ToList().ForEach(steps.Error);
        if (outcome.End == RunEnd.Exit)
        {
            steps.Note($"{outcome.Explanation} after {StepReporter.Seconds(outcome.Duration)}; serial log: {outcome.LogPath}");
        }
        else
        {
            steps.Error($"{outcome.Explanation}; serial log: {outcome.LogPath}");
        }
    }
}
