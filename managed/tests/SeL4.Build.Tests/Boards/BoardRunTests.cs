// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Net;
using System.Net.Sockets;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Boards;
using SeL4.Runner.Machines;
using SeL4.Runner.Protocol;
using SeL4.Runner.Runs;

namespace SeL4.Build.Tests.Boards;

/// <summary>Runs on boards that are scripts, sockets and pseudo terminals.</summary>
public sealed class BoardRunTests : IDisposable
{
    private static readonly byte[] Suite = Frames.Stream("BEGIN s 1", "START a", "PASS a", "END 1 0 0", "EXIT 0");

    private readonly TemporaryFolder _folder = new();

    public BoardRunTests() => _folder.Write("image.img", "raw");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_image_is_delivered_then_the_board_is_reset_and_afterwards_switched_off()
    {
        File.WriteAllBytes(_folder.File("stream"), Suite);
        Board board = Board(new SerialPort { Command = "while [ ! -f go ]; do sleep 0.05; done; cat stream; exec sleep 60" });
        board.Tftp = "tftp.img";
        board.Deliver = "echo deliver $SEL4_NAME $(cat \"$SEL4_IMAGE\") $(cat tftp.img) >>order";
        board.Reset = "echo reset >>order; touch go";
        board.Off = "echo off >>order";
        RunOutcome outcome = await RunAsync(board);
        Assert.Equal((RunEnd.Exit, 0, "s"), (outcome.End, outcome.Status, outcome.Suite));
        Assert.Equal(CaseOutcome.Passed, Assert.Single(outcome.Cases).Outcome);
        Assert.Equal(["deliver image raw raw", "reset", "off"], File.ReadAllLines(_folder.File("order")));
    }

    [Fact]
    public async Task A_reset_that_fails_is_told_with_what_it_said_and_the_board_is_switched_off()
    {
        Board board = Board(new SerialPort { Command = "exec sleep 60" });
        board.Reset = "echo no relay; exit 3";
        board.Off = "touch off";
        RunOutcome outcome = await RunAsync(board);
        Assert.Equal((RunEnd.NotStarted, 1), (outcome.End, outcome.Status));
        Assert.Equal("the board's 'reset' ended with status 3: no relay", outcome.Explanation);
        Assert.True(File.Exists(_folder.File("off")));
    }

    [Fact]
    public async Task A_reset_that_fails_is_told_even_when_the_board_cannot_be_switched_off()
    {
        Board board = Board(new SerialPort { Command = "exec sleep 60" });
        board.Reset = "echo no relay; exit 3";
        board.Off = "exit 4";
        RunOutcome outcome = await RunAsync(board);
        Assert.Equal("the board's 'reset' ended with status 3: no relay", outcome.Explanation);
    }

    [Fact]
    public async Task A_device_that_is_no_terminal_is_told_before_the_board_is_reset()
    {
        RunOutcome outcome = await RunAsync(Board(new SerialPort { Device = "image.img" }));
        Assert.Equal(RunEnd.NotStarted, outcome.End);
        Assert.Contains("the board's 'serial' ended with status 1", outcome.Explanation);
        Assert.False(File.Exists(_folder.File("reset")));
    }

    [Fact]
    public async Task A_board_that_cannot_be_switched_off_fails_the_run()
    {
        File.WriteAllBytes(_folder.File("stream"), Suite);
        Board board = Board(new SerialPort { Command = "cat stream; exec sleep 60" });
        board.Off = "exit 1";
        RunOutcome outcome = await RunAsync(board);
        Assert.Equal(1, outcome.Status);
        Assert.Contains("'off' ended with status 1", outcome.Explanation);
    }

    [Fact]
    public async Task A_device_is_read_and_written_as_it_is()
    {
        using var terminal = new PseudoTerminal();
        Board board = Board(new SerialPort { Device = terminal.Path });
        Task<RunOutcome> run = RunAsync(board, input: "a \u0003 b\n", after: "ready");
        Assert.True(await ProcessProbe.WaitForAsync(() => File.Exists(_folder.File("reset")), 20), "not reset");
        terminal.Write(Frames.Text("ready\r\n"));
        Assert.Equal("a \u0003 b", await Task.Run(terminal.ReadLine));
        terminal.Write(Suite);
        RunOutcome outcome = await run;
        Assert.Equal((RunEnd.Exit, 0), (outcome.End, outcome.Status));
        Assert.Equal("ready\r\n", outcome.Text);
    }

    [Fact]
    public async Task A_missing_device_is_told()
    {
        RunOutcome outcome = await RunAsync(Board(new SerialPort { Device = "absent" }));
        Assert.Contains("absent: no such serial device", outcome.Explanation);
    }

    [Fact]
    public async Task A_socket_that_closes_ends_the_run()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<RunOutcome> run = RunAsync(Board(new SerialPort { Tcp = $"{listener.LocalEndpoint}" }));
        using (TcpClient client = await listener.AcceptTcpClientAsync())
        {
            client.GetStream().Write(Frames.Text("booting\n"));
        }

        RunOutcome outcome = await run;
        Assert.Equal((RunEnd.LineEnded, "booting\n"), (outcome.End, outcome.Text));
        Assert.Contains("closed the serial line", outcome.Explanation);
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_at_is_tried_for_the_boot_time()
    {
        RunOutcome outcome = await RunAsync(Board(new SerialPort { Unix = "serial" }, boot: 0.5));
        Assert.Equal(RunEnd.NotStarted, outcome.End);
        Assert.Contains($"{_folder.File("serial")} does not answer", outcome.Explanation);
    }

    [Fact]
    public async Task A_board_that_is_silent_is_a_boot_timeout()
    {
        RunOutcome outcome = await RunAsync(Board(new SerialPort { Command = "exec sleep 60" }, boot: 0.5));
        Assert.Equal((RunEnd.BootTimeout, 124), (outcome.End, outcome.Status));
    }

    private Board Board(SerialPort serial, double boot = 20) => new()
    {
        Folder = _folder.Path,
        Serial = serial,
        Reset = "touch reset",
        Timeouts = new MachineTimeouts { Boot = boot, Silence = 20, Total = 30 },
    };

    private Task<RunOutcome> RunAsync(Board board, string? input = null, string after = "") => BoardRun.RunAsync(
        new BoardRequest
        {
            Board = board,
            Name = "image",
            ElfPath = _folder.File("image.elf"),
            RawPath = _folder.File("image.img"),
            LogPath = _folder.File("serial.log"),
            Input = input,
            InputAfter = after,
        },
        CancellationToken.None);
}
