// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Text;
using SeL4.Build.Tests.Support;
using SeL4.Runner.Machines;
using SeL4.Runner.Protocol;
using SeL4.Runner.Qemu;
using SeL4.Runner.Runs;

namespace SeL4.Build.Tests.Qemu;

/// <summary>Runs with a shell script in QEMU's place.</summary>
public sealed class GuestRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EXIT_ends_the_run_with_its_code_at_once_although_the_emulator_goes_on()
    {
        var time = Stopwatch.StartNew();
        RunOutcome outcome = await RunAsync([.. Frames.Text("hello\n"), .. Frames.Stream("EXIT 7")], then: "exec sleep 60");
        Assert.Equal((RunEnd.Exit, 7, 7), (outcome.End, outcome.ExitCode, outcome.Status));
        Assert.Equal("hello\n", outcome.Text);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(40), $"took {time.Elapsed}");
        await AssertEndedAsync();
    }

    [Fact]
    public async Task The_tests_of_a_suite_are_in_the_outcome()
    {
        RunOutcome outcome = await RunAsync(Frames.Stream("BEGIN s 1", "START a", "PASS a", "END 1 0 0", "EXIT 0"));
        Assert.Equal(("s", 0), (outcome.Suite, outcome.Status));
        Assert.Equal(CaseOutcome.Passed, Assert.Single(outcome.Cases).Outcome);
    }

    [Fact]
    public async Task A_breach_of_the_protocol_fails_a_run_that_exits_with_0()
    {
        RunOutcome outcome = await RunAsync([.. Frames.Text("\u001efake\n"), .. Frames.Stream("EXIT 0")]);
        Assert.Single(outcome.Errors);
        Assert.NotEqual(0, outcome.Status);
    }

    [Fact]
    public async Task The_terminal_gets_the_text_without_frames_and_the_log_gets_everything()
    {
        using var terminal = new MemoryStream();
        byte[] stream = [.. Frames.Text("a"), .. Frames.Stream("BEGIN s 0", "END 0 0 0"), .. Frames.Text("b\n"), .. Frames.One(2, "EXIT 0")];
        await RunAsync(stream, terminal: terminal);
        Assert.Equal("ab\n", Encoding.UTF8.GetString(terminal.ToArray()));
        Assert.Equal(stream, File.ReadAllBytes(_folder.File("logs/serial.log")));
    }

    [Fact]
    public async Task Nothing_on_the_serial_port_is_a_boot_timeout()
    {
        RunOutcome outcome = await RunAsync([], then: "exec sleep 60", boot: 0.3);
        Assert.Equal((RunEnd.BootTimeout, 124), (outcome.End, outcome.Status));
        Assert.Contains("0.3 s (boot", outcome.Explanation);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Silence_after_the_start_is_a_silence_timeout()
    {
        RunOutcome outcome = await RunAsync(Frames.Text("booting\n"), then: "exec sleep 60", silence: 0.3);
        Assert.Equal((RunEnd.SilenceTimeout, 124), (outcome.End, outcome.Status));
        await AssertEndedAsync();
    }

    [Fact]
    public async Task A_program_that_talks_for_ever_is_a_total_timeout()
    {
        RunOutcome outcome = await RunAsync([], then: "while :; do echo tick; sleep 0.1; done", total: 0.8);
        Assert.Equal((RunEnd.TotalTimeout, 124), (outcome.End, outcome.Status));
        await AssertEndedAsync();
    }

    [Fact]
    public async Task The_image_may_ask_for_another_total_timeout()
    {
        RunOutcome outcome = await RunAsync([], then: "while :; do echo tick; sleep 0.1; done", total: 60, imageTotal: 0.5);
        Assert.Equal(RunEnd.TotalTimeout, outcome.End);
    }

    [Fact]
    public async Task With_gdb_no_timeout_holds()
    {
        File.WriteAllBytes(_folder.File("late"), Frames.Stream("EXIT 3"));
        RunOutcome outcome = await RunAsync(
            [], then: $"sleep 1; cat {_folder.File("late")}; exec sleep 60", boot: 0.2, silence: 0.2, total: 0.2, gdb: 1);
        Assert.Equal((RunEnd.Exit, 3), (outcome.End, outcome.Status));
    }

    [Fact]
    public async Task With_gdb_a_time_that_was_asked_for_holds()
    {
        RunOutcome outcome = await RunAsync([], then: "exec sleep 60", imageTotal: 0.5, gdb: 1);
        Assert.Equal((RunEnd.TotalTimeout, 124), (outcome.End, outcome.Status));
        Assert.Contains("0.5 s (total", outcome.Explanation);
        await AssertEndedAsync();
    }

    [Fact]
    public void An_image_that_ends_itself_has_the_time_of_its_start_on_top_and_may_be_silent()
    {
        Machine machine = FakeMachine.Create(_folder, "", boot: 20, silence: 30, total: 40);
        Assert.Equal(new RunLimits(20, null, 105), Request(machine, total: 85, endsItself: true).Limits);
        Assert.Equal(new RunLimits(null, null, 105), Request(machine, total: 85, gdb: 1, endsItself: true).Limits);
        Assert.Equal(new RunLimits(20, 30, 85), Request(machine, total: 85).Limits);
    }

    [Fact]
    public async Task A_timeout_fails_the_test_that_was_running()
    {
        RunOutcome outcome = await RunAsync(
            Frames.Stream("BEGIN s 2", "START a", "PASS a", "START b"), then: "exec sleep 60", silence: 0.3);
        Assert.Equal([CaseOutcome.Passed, CaseOutcome.Failed], outcome.Cases.Select(c => c.Outcome));
        Assert.Contains("silent", outcome.Cases[1].Message);
        Assert.Contains("did not end: 1 of 2 tests answered", Assert.Single(outcome.Errors));
    }

    [Fact]
    public async Task An_emulator_that_ends_without_EXIT_has_failed_and_its_message_is_told()
    {
        RunOutcome outcome = await RunAsync(Frames.Text("x"), then: "echo 'no such kernel' >&2; exit 3");
        Assert.Equal((RunEnd.LineEnded, 1), (outcome.End, outcome.Status));
        Assert.Contains("status 3", outcome.Explanation);
        Assert.Contains("no such kernel", outcome.Explanation);
    }

    [Fact]
    public async Task An_emulator_that_the_user_leaves_was_stopped_by_the_user()
    {
        RunOutcome outcome = await RunAsync(Frames.Text("x"), then: "exit 0", interactive: true);
        Assert.Equal((RunEnd.Cancelled, 130), (outcome.End, outcome.Status));
    }

    [Fact]
    public async Task A_missing_emulator_is_told()
    {
        Machine machine = FakeMachine.Create(_folder, "");
        machine.Emulator = "no-such-emulator";
        RunOutcome outcome = await GuestRun.RunAsync(Request(machine), CancellationToken.None);
        Assert.Equal((RunEnd.NotStarted, 1), (outcome.End, outcome.Status));
        Assert.Contains("no-such-emulator", outcome.Explanation);
    }

    [Fact]
    public async Task The_user_stops_a_run()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        RunOutcome outcome = await RunAsync(Frames.Text("x"), then: "exec sleep 60", cancellation: stop.Token);
        Assert.Equal((RunEnd.Cancelled, 130), (outcome.End, outcome.Status));
        await AssertEndedAsync();
    }

    [Fact]
    public async Task An_emulator_that_ignores_a_polite_end_is_killed_with_its_children()
    {
        RunOutcome outcome = await RunAsync(
            Frames.Text("x"), then: "trap '' TERM; sleep 61 & while :; do wait; done", silence: 0.5);
        Assert.Equal(RunEnd.SilenceTimeout, outcome.End);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Input_is_typed_when_the_output_asks_for_it()
    {
        Machine machine = FakeMachine.Create(
            _folder, $"printf 'name? '; read -r name; echo \"hello $name\"; cat {_folder.File("stream")}");
        File.WriteAllBytes(_folder.File("stream"), Frames.Stream("EXIT 0"));
        RunOutcome outcome = await GuestRun.RunAsync(Request(machine, input: "world\n", after: "name?"), CancellationToken.None);
        Assert.Equal("name? hello world\n", outcome.Text);
    }

    private async Task<RunOutcome> RunAsync(
        byte[] stream, string then = "", double boot = 20, double silence = 20, double total = 30, double? imageTotal = null,
        Stream? terminal = null, int? gdb = null, bool interactive = false, CancellationToken cancellation = default)
    {
        File.WriteAllBytes(_folder.File("stream"), stream);
        string script = $"export FOLDER={_folder.Path}\ncat {_folder.File("stream")}\n{then}\n";
        Machine machine = FakeMachine.Create(_folder, script, boot, silence, total);
        return await GuestRun.RunAsync(Request(machine, terminal, imageTotal, gdb: gdb, interactive: interactive), cancellation);
    }

    private RunRequest Request(
        Machine machine, Stream? terminal = null, double? total = null, string? input = null, string after = "",
        int? gdb = null, bool interactive = false, bool endsItself = false) => new()
        {
            Machine = machine,
            ImagePath = "image.elf",
            LogPath = _folder.File("logs/serial.log"),
            TotalSeconds = total,
            EndsItself = endsItself,
            Output = terminal,
            Input = input,
            InputAfter = after,
            GdbPort = gdb,
            Interactive = interactive,
        };

    /// <summary>The emulator's command line names the folder, and so does the environment of what it started.</summary>
    private async Task AssertEndedAsync() =>
        Assert.True(
            await ProcessProbe.WaitForAsync(() => ProcessProbe.Mentioning(_folder.Path).Count == 0, 20), "the emulator is still running");
}
