// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.ComponentModel;
using System.Diagnostics;
using SeL4.Build.Reporting;

namespace SeL4.Build.Processes;

/// <summary>Runs programs to their end; what they say goes to a log and, line by line, to the step that waits.</summary>
internal sealed class ProcessRunner
{
    private const int TailLines = 40;

    // A helper that a program leaves behind (a compiler server, say) may keep the pipe open: don't wait for it.
    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(2);

    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="CommandFailedException">It did not.</exception>
    public async Task RunAsync(CommandLine command, string logPath, StepProgress progress, CancellationToken cancellation)
    {
        var tail = new LogTail(TailLines);
        int status = await RunAsync(command, logPath, progress, tail, cancellation);
        if (status != 0)
        {
            throw new CommandFailedException(command, status, logPath, tail.Lines);
        }
    }

    /// <summary>Runs a command and returns its status.</summary>
    public Task<int> TryRunAsync(
        CommandLine command, string logPath, StepProgress progress, CancellationToken cancellation) =>
        RunAsync(command, logPath, progress, new LogTail(TailLines), cancellation);

    /// <summary>What a short command writes to its standard output, or <see langword="null"/> when it fails.</summary>
    public static async Task<string?> ReadAsync(CommandLine command, CancellationToken cancellation)
    {
        ProcessStartInfo start = StartInfo(command);
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await errors;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task<int> RunAsync(
        CommandLine command, string logPath, StepProgress progress, LogTail tail, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        await using var log = new StreamWriter(logPath, append: true);
        log.WriteLine($"$ {command}");
        Process process;
        try
        {
            process = Process.Start(StartInfo(command))!;
        }
        catch (Win32Exception error)
        {
            throw new UserErrorException($"{command.Program} did not start: {error.Message}", error);
        }

        using (process)
        {
            process.StandardInput.Close();
            var gate = new Lock();
            void Take(string line)
            {
                lock (gate)
                {
                    log.WriteLine(line);
                    tail.Add(line);
                    progress.Line(line);
                }
            }

            Task reading = Task.WhenAll(
                PumpAsync(process.StandardOutput, Take), PumpAsync(process.StandardError, Take));
            await WaitAsync(process, cancellation);
            await Task.WhenAny(reading, Task.Delay(PipeGrace, CancellationToken.None));
            lock (gate)
            {
                return process.ExitCode;
            }
        }
    }

    private static async Task WaitAsync(Process process, CancellationToken cancellation)
    {
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task PumpAsync(StreamReader reader, Action<string> take)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                take(line);
            }
        }
        catch (ObjectDisposedException)
        {
            // The program has ended and only a helper of its still holds the pipe.
        }
    }

    private static ProcessStartInfo StartInfo(CommandLine command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach ((string name, string? value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
