// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Net.Sockets;
using SeL4.Runner.Runs;

namespace SeL4.Runner.Boards;

/// <summary>A serial port behind a socket.</summary>
internal sealed class SocketLine(NetworkStream stream, string name) : ISerialLine
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    public Stream Output => stream;

    public Stream Input => stream;

    /// <summary>Connects, trying again for the board's boot time.</summary>
    /// <exception cref="RunnerException">Nobody answered.</exception>
    public static async Task<ISerialLine> ConnectAsync(Board board, CancellationToken cancellation)
    {
        string name = board.Serial.Tcp ?? Path.Combine(board.Folder, board.Serial.Unix!);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Socket socket = board.Serial.Tcp is null
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await ConnectAsync(socket, board.Serial.Tcp, name, cancellation);
                return new SocketLine(new NetworkStream(socket, ownsSocket: true), name);
            }
            catch (SocketException error)
            {
                socket.Dispose();
                if (TimeProvider.System.GetElapsedTime(start).TotalSeconds > board.Timeouts.Boot)
                {
                    throw new RunnerException($"the serial port at {name} does not answer: {error.Message}", error);
                }
            }

            await Task.Delay(Again, cancellation);
        }
    }

    public Task<(RunEnd End, string Explanation)> ExplainEndAsync() =>
        Task.FromResult((RunEnd.LineEnded, $"{name} closed the serial line before the image said EXIT"));

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static async Task ConnectAsync(Socket socket, string? tcp, string path, CancellationToken cancellation)
    {
        if (tcp is null)
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        }
        else
        {
            BoardFile.TryParse(tcp, out string host, out int port);
            await socket.ConnectAsync(host, port, cancellation);
        }
    }
}
