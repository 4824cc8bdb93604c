// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Globalization;
using System.Text;
using SeL4.Runner.Protocol;

namespace SeL4.Runner.Runs;

/// <summary>Follows one image by its serial line to its end: its EXIT frame, a time-out, the line's own end, or the user's.</summary>
internal static class SerialRun
{
    /// <summary>Runs <paramref name="request"/>; when the task ends, the line is closed.</summary>
    /// <param name="request">What to do with the line.</param>
    /// <param name="start">Starts the machine and opens the line; the clock runs from then on.</param>
    /// <param name="typing">The line takes input.</param>
    /// <param name="time">Where durations come from.</param>
    /// <param name="cancellation">The user's end.</param>
    public static async Task<RunOutcome> RunAsync(
        SerialRequest request, Func<Task<ISerialLine>> start, bool typing, TimeProvider time, CancellationToken cancellation)
    {
        var recorder = new SerialRecorder(request, new SuiteRecorder(time));
        var clock = new RunClock(time, request.Limits);
        (RunEnd end, string explanation) = (RunEnd.NotStarted, "");
        string logPath = request.LogPath;
        try
        {
            await using FileStream log = SerialLog.Create(request.LogPath);
            logPath = log.Name;
            await using ISerialLine line = await start();
            clock = new RunClock(time, request.Limits);
            (end, explanation) = await ReadAsync(request, clock, recorder, line, typing, log, cancellation);
        }
        catch (RunnerException error)
        {
            (end, explanation) = (RunEnd.NotStarted, error.Message);
        }
        catch (OperationCanceledException) when (end == RunEnd.NotStarted && cancellation.IsCancellationRequested)
        {
            (end, explanation) = Cancelled;
        }

        SuiteRecorder suite = recorder.Suite;
        suite.Finish(explanation);
        return new RunOutcome(
            end, explanation, suite.ExitCode, suite.Suite, suite.Cases, suite.Errors, recorder.Text, clock.Elapsed)
        {
            LogPath = logPath,
        };
    }

    /// <summary>What is said of a run that its user ended.</summary>
    public const string StoppedByUser = "stopped by the user";

    private static (RunEnd End, string Explanation) Cancelled => (RunEnd.Cancelled, StoppedByUser);

    private static async Task<(RunEnd End, string Explanation)> ReadAsync(
        SerialRequest request, RunClock clock, SerialRecorder recorder, ISerialLine line, bool typing, FileStream log,
        CancellationToken cancellation)
    {
        var reader = new FrameReader(recorder);
        var buffer = new byte[16 * 1024];
        string? toType = typing ? request.Input : null;
        while (true)
        {
            if (toType is not null && recorder.Text.Contains(request.InputAfter, StringComparison.Ordinal))
            {
                await TypeAsync(line, toType);
                toType = null;
            }

            (RunEnd timeout, double limit, TimeSpan left) = clock.Next();
            Task<int> read = ReadAsync(line, buffer);
            if (!await CompletesAsync(read, left, cancellation))
            {
                return cancellation.IsCancellationRequested ? Cancelled : (timeout, Explain(timeout, limit));
            }

            int count = await read;
            if (count == 0)
            {
                reader.Finish();
                (RunEnd, string) end = await line.ExplainEndAsync();
                return cancellation.IsCancellationRequested ? Cancelled : end;
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

    // A socket whose other end is gone says so with an error, a pipe with its end.
    private static async Task<int> ReadAsync(ISerialLine line, byte[] buffer)
    {
        try
        {
            return await line.Output.ReadAsync(buffer, CancellationToken.None);
        }
        catch (IOException)
        {
            return 0;
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

    private static async Task TypeAsync(ISerialLine line, string text)
    {
        try
        {
            await line.Input.WriteAsync(Encoding.UTF8.GetBytes(text));
            await line.Input.FlushAsync();
        }
        catch (IOException)
        {
            // The line has ended; reading it says so next.
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
