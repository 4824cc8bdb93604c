// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Globalization;
using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Runner.Qemu;

/// <summary>Runs one image in QEMU to its end: its EXIT frame, a time-out, QEMU's own end, or the user's.</summary>
public static class GuestRun
{
    private static readonly TimeSpan MessageWait = TimeSpan.FromSeconds(1);

    /// <summary>Runs <paramref name="request"/>; when the task ends, QEMU has ended too.</summary>
    public static Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation) =>
        RunAsync(request, TimeProvider.System, cancellation);

    internal static async Task<RunOutcome> RunAsync(
        RunRequest request, TimeProvider time, CancellationToken cancellation)
    {
        var clock = new RunClock(time, request);
        var recorder = new SerialRecorder(request, new SuiteRecorder(time));
        (RunEnd end, string explanation) = await RunToEndAsync(request, clock, recorder, cancellation);
        SuiteRecorder suite = recorder.Suite;
        suite.Finish(explanation);
        return new RunOutcome(
            end, explanation, suite.ExitCode, suite.Suite, suite.Cases, suite.Errors, recorder.Text, clock.Elapsed);
    }

    private static async Task<(RunEnd End, string Explanation)> RunToEndAsync(
        RunRequest request, RunClock clock, SerialRecorder recorder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(request.LogPath))!);
        await using FileStream log = File.Create(request.LogPath);
        QemuProcess started;
        try
        {
            started = await QemuProcess.StartAsync(request);
        }
        catch (Win32Exception error)
        {
            return (RunEnd.EmulatorMissing, $"{request.Machine.Emulator} did not start: {error.Message}");
        }

        await using QemuProcess qemu = started;
        Task<string> messages = qemu.Messages.ReadToEndAsync(CancellationToken.None);
        (RunEnd end, string explanation) = await ReadAsync(request, clock, recorder, qemu, log, cancellation);
        if (end != RunEnd.EmulatorEnded)
        {
            return (end, explanation);
        }

        int status = await qemu.WaitAsync();
        await Task.WhenAny(messages, Task.Delay(MessageWait, CancellationToken.None));
        string said = messages.IsCompletedSuccessfully ? messages.Result.Trim().ReplaceLineEndings("; ") : "";
        return (end, $"{request.Machine.Emulator} ended with status {status} before the image said EXIT"
            + (said.Length == 0 ? "" : $": {said}"));
    }

    private static async Task<(RunEnd End, string Explanation)> ReadAsync(
        RunRequest request, RunClock clock, SerialRecorder recorder, QemuProcess qemu, FileStream log,
        CancellationToken cancellation)
    {
        var reader = new FrameReader(recorder);
        var buffer = new byte[16 * 1024];
        string? toType = request.Interactive ? null : request.Input;
        while (true)
        {
            if (toType is not null && recorder.Text.Contains(request.InputAfter, StringComparison.Ordinal))
            {
                await TypeAsync(qemu, toType);
                toType = null;
            }

            (RunEnd timeout, double limit, TimeSpan left) = clock.Next();
            Task<int> read = qemu.Output.ReadAsync(buffer, CancellationToken.None).AsTask();
            if (!await CompletesAsync(read, left, cancellation))
            {
                return cancellation.IsCancellationRequested
                    ? (RunEnd.Cancelled, "stopped by the user")
                    : (timeout, Explain(timeout, limit));
            }

            int count = await read;
            if (count == 0)
            {
                reader.Finish();
                return (RunEnd.EmulatorEnded, "");
            }

            clock.NoteOutput();
            log.Write(buffer, 0, count);
            log.Flush();
            reader.Push(buffer.AsSpan(0, count));
            if (recorder.Suite.ExitCode is { } code)
            {
                return (RunEnd.Exit, string.Create(CultureInfo.InvariantCulture, $"the image exited with {code}"));
            }
        }
    }

    private static async Task<bool> CompletesAsync(Task read, TimeSpan left, CancellationToken cancellation)
    {
        if (read.IsCompleted)
        {
            return !cancellation.IsCancellationRequested;
        }

        TimeSpan wait = left == Timeout.InfiniteTimeSpan || left > TimeSpan.Zero ? left : TimeSpan.Zero;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task first = await Task.WhenAny(read, Task.Delay(wait, stop.Token));
        await stop.CancelAsync();
        return first == read && !cancellation.IsCancellationRequested;
    }

    private static async Task TypeAsync(QemuProcess qemu, string text)
    {
        try
        {
            await qemu.Input.WriteAsync(Encoding.UTF8.GetBytes(text));
            await qemu.Input.FlushAsync();
        }
        catch (IOException)
        {
            // QEMU has ended; reading its output says so next.
        }
    }

    private static string Explain(RunEnd end, double limit)
    {
        string seconds = limit.ToString("0.###", CultureInfo.InvariantCulture);
        return end switch
        {
            RunEnd.BootTimeout => $"nothing on the serial port within {seconds} s (boot time-out)",
            RunEnd.SilenceTimeout => $"the serial port was silent for {seconds} s (silence time-out)",
            _ => $"the run did not end within {seconds} s (total time-out)",
        };
    }
}
