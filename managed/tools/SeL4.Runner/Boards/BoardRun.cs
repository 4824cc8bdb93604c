// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using SeL4.Runner.Runs;

namespace SeL4.Runner.Boards;

/// <summary>Runs one image on a board: delivers it, resets the board, and follows the serial port.</summary>
public static class BoardRun
{
    /// <summary>Runs <paramref name="request"/>.</summary>
    public static Task<RunOutcome> RunAsync(BoardRequest request, CancellationToken cancellation) => SerialRun.RunAsync(
        request, () => StartAsync(request, cancellation), typing: true, TimeProvider.System, cancellation);

    private static async Task<ISerialLine> StartAsync(BoardRequest request, CancellationToken cancellation)
    {
        Board board = request.Board;
        if (board.Tftp is { } file)
        {
            Copy(request.RawPath, Path.Combine(board.Folder, file));
        }

        var commands = new BoardCommands(request);
        await commands.RunAsync("deliver", board.Deliver, cancellation);

        // A device is set up, and what reads it or a command started, before the reset, so that the first bytes arrive as they
        // were sent. A socket may belong to what the reset starts.
        ISerialLine? line = board.Serial switch
        {
            { Device: { } device } => await OpenDeviceAsync(
                commands, Path.Combine(board.Folder, device), board.Serial.Baud, cancellation),
            { Command: { } command } => await PipedProcess.StartAsync("/bin/sh", ["-c", command], folder: board.Folder),
            _ => null,
        };
        try
        {
            await commands.RunAsync("reset", board.Reset, cancellation);
            line ??= await SocketLine.ConnectAsync(board, cancellation);
            return new PoweredLine(line, commands, board.Off);
        }
        catch
        {
            try
            {
                await EndAsync(line, commands, board.Off);
            }
            catch (RunnerException)
            {
                // What went wrong first is what the user has to know.
            }

            throw;
        }
    }

    // The board is switched off even when its line does not close.
    private static async Task EndAsync(ISerialLine? line, BoardCommands commands, string? off)
    {
        try
        {
            await (line?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        finally
        {
            await commands.RunAsync("off", off, CancellationToken.None);
        }
    }

    // stty and cat, because a terminal's speed and modes are beyond what streams of .NET can set. The first cat ends with its
    // input, the second with the process.
    private static async Task<ISerialLine> OpenDeviceAsync(
        BoardCommands commands, string device, int baud, CancellationToken cancellation)
    {
        if (!File.Exists(device))
        {
            throw new RunnerException($"{device}: no such serial device");
        }

        string quoted = device.Replace("'", "'\\''", StringComparison.Ordinal);
        await commands.RunAsync("serial", $"stty -F '{quoted}' {baud} raw -echo clocal", cancellation);
        return await PipedProcess.StartAsync("/bin/sh", ["-c", "exec 3<&0; cat <&3 >\"$0\" & exec cat <\"$0\"", device]);
    }

    private static void Copy(string from, string to)
    {
        try
        {
            File.Copy(from, to, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunnerException($"the image could not be copied to {to}: {error.Message}", error);
        }
    }

    /// <summary>A line that switches its board off when it is closed.</summary>
    private sealed class PoweredLine(ISerialLine line, BoardCommands commands, string? off) : ISerialLine
    {
        public Stream Output => line.Output;

        public Stream Input => line.Input;

        public Task<(RunEnd End, string Explanation)> ExplainEndAsync() => line.ExplainEndAsync();

        public async ValueTask DisposeAsync() => await EndAsync(line, commands, off);
    }
}
