// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Threading.Channels;
using SeL4.TestKit;

namespace SeL4.ThreadSuite;

internal static class TaskTests
{
    [TargetTest]
    public static async Task RunAndAwait()
    {
        var here = Environment.CurrentManagedThreadId;
        var there = await Task.Run(() => Environment.CurrentManagedThreadId);
        Check.True(here != there);
        Check.True(Thread.CurrentThread.IsThreadPoolThread);
    }

    [TargetTest]
    public static async Task WhenAllAndWhenAny()
    {
        var squares = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => i * i)));
        Check.Equal(328350, squares.Sum());
        var first = await Task.WhenAny(Task.Delay(5000), Task.FromResult(1));
        Check.True(first is Task<int>);
    }

    [TargetTest]
    public static async Task DelayTakesItsTime()
    {
        var watch = Stopwatch.StartNew();
        await Task.Delay(50);
        Check.True(watch.ElapsedMilliseconds is >= 49 and < 20_000);
    }

    [TargetTest]
    public static async Task ExceptionsTravelThroughAwaits()
    {
        try
        {
            await Outer();
            Check.Fail("no exception");
        }
        catch (InvalidOperationException e)
        {
            Check.Equal("inner", e.Message);
        }

        static async Task Outer()
        {
            await Task.Yield();
            await Inner();
        }

        static async Task Inner()
        {
            await Task.Delay(1);
            throw new InvalidOperationException("inner");
        }
    }

    [TargetTest]
    public static async Task CancellationStopsADelay()
    {
        using var source = new CancellationTokenSource(30);
        try
        {
            await Task.Delay(10_000, source.Token);
            Check.Fail("not cancelled");
        }
        catch (TaskCanceledException e)
        {
            Check.True(e.CancellationToken == source.Token);
        }
    }

    [TargetTest]
    public static void TimersTick()
    {
        var ticks = 0;
        using var done = new ManualResetEventSlim();
        using (new Timer(_ =>
        {
            if (Interlocked.Increment(ref ticks) == 5)
            {
                done.Set();
            }
        }, null, 5, 5))
        {
            Check.True(done.Wait(30_000));
        }

        Check.True(ticks >= 5);
    }

    [TargetTest]
    public static async Task PeriodicTimerAndChannel()
    {
        var channel = Channel.CreateBounded<int>(2);
        var producer = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            for (var i = 0; i < 20 && await timer.WaitForNextTickAsync(); i++)
            {
                await channel.Writer.WriteAsync(i);
            }

            channel.Writer.Complete();
        });
        var sum = 0;
        await foreach (var item in channel.Reader.ReadAllAsync())
        {
            sum += item;
        }

        await producer;
        Check.Equal(190, sum);
    }

    [TargetTest]
    public static void ParallelForCoversEverything()
    {
        var hits = new int[1000];
        Parallel.For(0, hits.Length, i => Interlocked.Increment(ref hits[i]));
        Check.True(hits.All(h => h == 1));
    }

    [TargetTest]
    public static void BlockingInThePoolAddsThreads()
    {
        using var barrier = new Barrier(4);
        var tasks = Enumerable.Range(0, 4).Select(_ => Task.Run(() => barrier.SignalAndWait(20_000))).ToArray();
        Check.True(Task.WaitAll(tasks, 20_000));
        Check.True(tasks.All(t => t.Result));
    }

    [TargetTest]
    public static async Task AsyncLocalFlows()
    {
        var local = new AsyncLocal<int> { Value = 7 };
        await Task.Run(() =>
        {
            Check.Equal(7, local.Value);
            local.Value = 8;
        });
        Check.Equal(7, local.Value);
    }

    [TargetTest]
    public static async Task SemaphoreLimitsConcurrency()
    {
        using var semaphore = new SemaphoreSlim(2);
        var (inside, worst) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await semaphore.WaitAsync();
            var now = Interlocked.Increment(ref inside);
            worst = Math.Max(worst, now);
            await Task.Delay(1);
            Interlocked.Decrement(ref inside);
            semaphore.Release();
        }));
        Check.True(worst is >= 1 and <= 2);
    }
}
