// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using SeL4.Build.Processes;
using SeL4.Build.Reporting;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Processes;

public sealed class ProcessRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_streams_go_to_the_log_and_to_the_step()
    {
        List<string> lines = [];
        await new ProcessRunner().RunAsync(Shell("echo out; echo err >&2"), Log, new StepProgress(lines.Add), default);
        Assert.Equal(["err", "out"], lines.Order());
        Assert.Equal(["$ sh -c 'echo out; echo err >&2'", "err", "out"], File.ReadAllLines(Log).Order());
    }

    [Fact]
    public async Task A_failure_carries_the_end_of_the_log()
    {
        CommandFailedException error = await Assert.ThrowsAsync<CommandFailedException>(() =>
            new ProcessRunner().RunAsync(Shell("seq 100; exit 3"), Log, StepProgress.Silent, default));
        Assert.Equal("sh ended with status 3", error.Message);
        Assert.Equal("100", error.Tail[^1]);
        Assert.Equal(40, error.Tail.Count);
    }

    [Fact]
    public async Task A_missing_program_is_an_error_of_the_user() =>
        await Assert.ThrowsAsync<UserErrorException>(() =>
            new ProcessRunner().RunAsync(new CommandLine("no-such-program"), Log, StepProgress.Silent, default));

    [Fact]
    public async Task Stopping_ends_the_program_and_its_children()
    {
        using var stop = new CancellationTokenSource();
        Task running = new ProcessRunner().RunAsync(
            Shell($"sleep 62 & echo $! >{_folder.File("child")}; wait"), Log, StepProgress.Silent, stop.Token);
        Assert.True(await ProcessProbe.WaitForAsync(() => ChildId() is not null, 30));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(await ProcessProbe.WaitForAsync(() => !ProcessProbe.IsAlive(ChildId()!.Value), 20));
    }

    [Fact]
    public async Task A_helper_that_stays_behind_does_not_hold_the_step_up()
    {
        Task running = new ProcessRunner().RunAsync(
            Shell($"sleep 63 & echo $! >{_folder.File("child")}"), Log, StepProgress.Silent, default);
        Assert.Same(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(40))));
        await running;
        Process.GetProcessById(ChildId()!.Value).Kill();
    }

    [Fact]
    public void Commands_are_shown_as_a_shell_takes_them() =>
        Assert.Equal("a -DB=c 'd e' 'it'\\''s' ''", new CommandLine("a", "-DB=c", "d e", "it's", "").ToString());

    private string Log => _folder.File("logs/x.log");

    private static CommandLine Shell(string script) => new("sh", "-c", script);

    private int? ChildId() =>
        File.Exists(_folder.File("child")) && int.TryParse(File.ReadAllText(_folder.File("child")), out int id) ? id : null;
}
