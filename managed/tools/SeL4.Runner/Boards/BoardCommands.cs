// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;

namespace SeL4.Runner.Boards;

/// <summary>Runs the shell commands of a board for one image.</summary>
internal sealed class BoardCommands(BoardRequest request)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private const int ShownLines = 5;

    /// <summary>Runs a command of the board's file, if it has that one.</summary>
    /// <param name="what">Its key there.</param>
    /// <param name="command">The line of shell.</param>
    /// <param name="cancellation">The user's end.</param>
    /// <exception cref="RunnerException">It failed, or took too long.</exception>
    public async Task RunAsync(string what, string? command, CancellationToken cancellation)
    {
        if (command is null)
        {
            return;
        }

        // A file takes what it says: the reset of an emulated board leaves a process behind, which would hold a pipe.
        string log = request.LogPath + $".{what}.log";
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{{ {command}\n}} >\"$SEL4_LOG\" 2>&1 </dev/null"])
        {
            WorkingDirectory = request.Board.Folder,
        };
        start.Environment["SEL4_NAME"] = request.Name;
        start.Environment["SEL4_IMAGE"] = Path.GetFullPath(request.RawPath);
        start.Environment["SEL4_ELF"] = Path.GetFullPath(request.ElfPath);
        start.Environment["SEL4_LOG"] = Path.GetFullPath(log);
        using Process process = Process.Start(start)!;
        int status = await WaitAsync(process, what, cancellation);
        if (status != 0)
        {
            string[] said = File.Exists(log) ? File.ReadAllLines(log) : [];
            throw new RunnerException(
                $"the board's '{what}' ended with status {status}: {string.Join("; ", said[^Math.Min(ShownLines, said.Length)..])}");
        }
    }

    private static async Task<int> WaitAsync(Process process, string what, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(stop.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new RunnerException($"the board's '{what}' did not end within {Limit.TotalSeconds} s");
        }
    }
}
