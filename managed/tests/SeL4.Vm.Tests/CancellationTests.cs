// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

namespace SeL4.Vm.Tests;

public sealed class CancellationTests : VmTest
{
    private readonly ManualResetEventSlim _spins = new();
    private volatile bool _end;

    [Fact]
    public void ARunDoesNotBeginWithATokenThatIsCancelled()
    {
        TestGuest guest = StartGuest();
        bool hasRun = false;
        Machine.Post(() => hasRun = true);
        using var source = new CancellationTokenSource();
        source.Cancel();
        AssertCancelled(source, () => guest.Run(source.Token));
        Assert.False(hasRun);
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
        Assert.True(hasRun);
    }

    [Fact]
    public void AnotherThreadCancelsARun()
    {
        TestGuest guest = StartGuest();
        using var source = new CancellationTokenSource();
        Spin();
        Thread thread = CancelSpinning(source);
        AssertCancelled(source, () => guest.Run(source.Token));
        thread.Join();
        Assert.Equal(StopReason.Requested, Machine.LastStop.Reason);
        Assert.False(Machine.IsRunning);
        AssertRunsOn(guest);
    }

    [Fact]
    public void ARunIsCancelledTwice()
    {
        TestGuest guest = StartGuest();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Spin();
        Thread thread = CancelSpinning(first);
        AssertCancelled(first, () => guest.Run(first.Token));
        thread.Join();
        first.Cancel();
        AssertCancelled(first, () => guest.Run(first.Token));
        _spins.Reset();
        thread = CancelSpinning(second);
        AssertCancelled(second, () => guest.Run(second.Token));
        thread.Join();
        AssertRunsOn(guest);
    }

    [Fact]
    public void TheThreadThatRunsTheVmCancelsItsRun()
    {
        TestGuest guest = StartGuest();
        using var source = new CancellationTokenSource();
        Machine.Post(source.Cancel);
        AssertCancelled(source, () => guest.Run(source.Token));
        AssertRunsOn(guest);
    }

    [Fact]
    public void AStopThatCameBeforeIsAnswered()
    {
        TestGuest guest = StartGuest();
        using var source = new CancellationTokenSource();
        Machine.Post(() => Machine.Stop(7));
        Assert.Equal(7ul, guest.Run(source.Token).Value);
        source.Cancel();
        AssertRunsOn(guest);
    }

    [Fact]
    public void WhatAHandlerThrowsGoesBeforeACancellation()
    {
        TestGuest guest = StartGuest();
        using var source = new CancellationTokenSource();
        Machine.Post(() =>
        {
            source.Cancel();
            throw new InvalidDataException("posted");
        });
        Assert.Throws<InvalidDataException>(() => guest.Run(source.Token));

        // The cancellation of that run is still posted, and is none of the next.
        AssertRunsOn(guest);
    }

    [Fact]
    public async Task AVmRunsOnAThreadOfItsOwn()
    {
        StartGuest().Run();
        int thread = 0;
        Machine.Post(() =>
        {
            thread = Environment.CurrentManagedThreadId;
            Machine.Stop(5);
        });
        int caller = Environment.CurrentManagedThreadId;
        VmStop stop = await Machine.RunAsync();
        Assert.Equal(5ul, stop.Value);
        Assert.NotEqual(caller, thread);
    }

    [Fact]
    public async Task WhatAHandlerThrowsIsTheExceptionOfTheTask()
    {
        StartGuest().Run();
        Machine.Post(() => throw new InvalidDataException("posted"));
        Task<VmStop> run = Machine.RunAsync();
        Assert.Equal("posted", (await Assert.ThrowsAsync<InvalidDataException>(() => run)).Message);
        Assert.True(run.IsFaulted);
    }

    [Fact]
    public async Task ATaskIsCancelled()
    {
        TestGuest guest = StartGuest();
        guest.Run();
        using var source = new CancellationTokenSource();
        Spin();
        Task<VmStop> run = Machine.RunAsync(source.Token);
        _spins.Wait();
        await source.CancelAsync();
        await AssertCancelledAsync(source, run);
        await AssertCancelledAsync(source, Machine.RunAsync(source.Token));
        AssertRunsOn(guest);
    }

    [Fact]
    public async Task AVmThatRunsIsNotRunAgain()
    {
        TestGuest guest = StartGuest();
        guest.Run();
        using var source = new CancellationTokenSource();
        Spin();
        Task<VmStop> run = Machine.RunAsync(source.Token);
        Assert.Throws<InvalidOperationException>(() => Machine.Run());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Machine.RunAsync());
        await source.CancelAsync();
        await AssertCancelledAsync(source, run);
        AssertRunsOn(guest);
    }

    [Fact]
    public async Task DisposalWaitsForARunOnAnotherThread()
    {
        StartGuest().Run();
        Spin();
        Task<VmStop> run = Machine.RunAsync();
        _spins.Wait();
        Machine.Dispose();
        Assert.True(Machine.IsDisposed);
        Assert.Equal(StopReason.Requested, (await run).Reason);
    }

    [Fact]
    public async Task AsynchronousDisposalEndsWhenTheVmIsGone()
    {
        StartGuest().Run();
        Spin();
        Task<VmStop> run = Machine.RunAsync();
        await Machine.DisposeAsync();
        Assert.True(Machine.IsDisposed);
        Assert.Equal(StopReason.Requested, (await run).Reason);
        Assert.True(Machine.DisposeAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task DisposalInsideACallbackDoesNotWait()
    {
        TestGuest guest = StartGuest();
        bool isComplete = false;
        bool isGone = true;
        Machine.Post(() =>
        {
            isComplete = Machine.DisposeAsync().IsCompletedSuccessfully;
            isGone = Machine.IsDisposed;
        });
        Assert.Equal(StopReason.Requested, guest.Run().Reason);
        Assert.True(isComplete);
        Assert.False(isGone);
        Assert.True(Machine.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Machine.RunAsync());
    }

    private static void AssertCancelled(CancellationTokenSource source, Action action)
    {
        var exception = Assert.ThrowsAny<OperationCanceledException>(action);
        Assert.Equal(source.Token, exception.CancellationToken);
    }

    private static async Task AssertCancelledAsync(CancellationTokenSource source, Task<VmStop> run)
    {
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.True(run.IsCanceled);
    }

    // Never idle: each action posts the next one, until the test is over.
    private void Spin() => Machine.Post(() =>
    {
        _spins.Set();
        if (!_end)
        {
            Spin();
        }
    });

    private Thread CancelSpinning(CancellationTokenSource source)
    {
        var thread = new Thread(() =>
        {
            _spins.Wait();
            source.Cancel();
        });
        thread.Start();
        return thread;
    }

    private void AssertRunsOn(TestGuest guest)
    {
        _end = true;
        Assert.Equal(TestMachine.Idle, guest.Run().Value);
    }
}
