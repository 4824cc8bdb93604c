// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using SeL4.Build.Commands;
using SeL4.Build.Processes;
using SeL4.Build.Tests.Support;

namespace SeL4.Build.Tests.Processes;

public sealed class CheckoutLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Repository Repository => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_at_a_time_has_it_and_is_named()
    {
        using (CheckoutLock? first = CheckoutLock.TryTake(Repository, "x"))
        {
            Assert.NotNull(first);
            Assert.Null(CheckoutLock.TryTake(Repository, "x"));
            Assert.Equal($"process {Environment.ProcessId}", CheckoutLock.Holder(Repository, "x"));
            using CheckoutLock? other = CheckoutLock.TryTake(Repository, "y");
            Assert.NotNull(other);
        }

        using CheckoutLock? second = CheckoutLock.TryTake(Repository, "x");
        Assert.NotNull(second);
    }

    [Fact]
    public async Task A_holder_that_is_killed_has_it_no_longer()
    {
        Directory.CreateDirectory(Repository.Locks);
        using Process holder = Process.Start("flock", [Path.Combine(Repository.Locks, "x"), "sleep", "60"]);
        Assert.True(await ProcessProbe.WaitForAsync(() => TryTake() is false, 20), "the lock can be taken twice");
        Assert.Equal("another command", CheckoutLock.Holder(Repository, "x"));
        holder.Kill(entireProcessTree: true);
        Assert.True(await ProcessProbe.WaitForAsync(TryTake, 20), "the lock is still held");

        bool TryTake()
        {
            using CheckoutLock? taken = CheckoutLock.TryTake(Repository, "x");
            return taken is not null;
        }
    }

    [Fact]
    public async Task Who_builds_waits_for_another_and_says_so()
    {
        var console = new TextConsole();
        BuildContext context = TestContext.Create(_folder.Path, console);
        CheckoutLock first = await CheckoutLock.TakeForBuildingAsync(context);
        Assert.Equal("", console.Text);
        Task<CheckoutLock> waiting = CheckoutLock.TakeForBuildingAsync(context);
        Assert.Equal($"waiting for process {Environment.ProcessId}, which builds in this checkout\n", console.Text);
        Assert.False(waiting.IsCompleted);
        first.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task Who_waits_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        BuildContext context = TestContext.Create(_folder.Path) with { Cancellation = stop.Token };
        using CheckoutLock first = await CheckoutLock.TakeForBuildingAsync(context);
        Task<CheckoutLock> waiting = CheckoutLock.TakeForBuildingAsync(context);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void A_folder_of_results_belongs_to_one_command()
    {
        using CheckoutLock first = TestCommand.TakeResults(Repository, "/r");
        Assert.Equal(
            $"process {Environment.ProcessId} writes results to /r: wait for its end, or give another folder (--results)",
            Assert.Throws<UserErrorException>(() => TestCommand.TakeResults(Repository, "/r")).Message);
        TestCommand.TakeResults(Repository, "/other").Dispose();
    }

    [Fact]
    public void Where_nothing_can_be_written_the_file_is_named()
    {
        _folder.Write("out", "a file");
        Assert.StartsWith(
            Path.Combine(Repository.Locks, "x"), Assert.Throws<UserErrorException>(() => CheckoutLock.TryTake(Repository, "x")).Message);
    }
}
