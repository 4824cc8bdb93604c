// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Collections.Concurrent;
using System.Diagnostics;
using SeL4.TestKit;

namespace SeL4.ThreadSuite;

internal static class ThreadTests
{
    [ThreadStatic]
    private static int _threadStatic;

    [TargetTest]
    public static void StartAndJoin()
    {
        var id = 0;
        var thread = new Thread(() => id = Environment.CurrentManagedThreadId) { Name = "worker" };
        Check.True(!(thread.IsAlive));
        thread.Start();
        thread.Join();
        Check.True(!(thread.IsAlive));
        Check.True(id != 0 && id != Environment.CurrentManagedThreadId);
    }

    [TargetTest]
    public static void ManyThreadsOneAfterTheOther()
    {
        var sum = 0;
        for (var i = 0; i < 200; i++)
        {
            var thread = new Thread(n => sum += (int)n!);
            thread.Start(i);
            thread.Join();
        }

        Check.Equal(199 * 200 / 2, sum);
    }

    [TargetTest]
    public static void ThreadStaticsAreSeparate()
    {
        _threadStatic = 1;
        var seen = -1;
        Run(1, _ =>
        {
            seen = _threadStatic;
            _threadStatic = 2;
        });
        Check.Equal(0, seen);
        Check.Equal(1, _threadStatic);
    }

    [TargetTest]
    public static void LocksExclude()
    {
        var gate = new object();
        var (counter, inside, worst) = (0, 0, 0);
        Run(6, _ =>
        {
            for (var i = 0; i < 2000; i++)
            {
                lock (gate)
                {
                    worst = Math.Max(worst, ++inside);
                    counter++;
                    if (i % 100 == 0)
                    {
                        Thread.Yield();
                    }

                    inside--;
                }
            }
        });
        Check.Equal(12000, counter);
        Check.Equal(1, worst);
    }

    [TargetTest]
    public static void MonitorWaitAndPulse()
    {
        var gate = new object();
        var queue = new Queue<int>();
        var sum = 0;
        var consumer = new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                lock (gate)
                {
                    while (queue.Count == 0)
                    {
                        Monitor.Wait(gate);
                    }

                    sum += queue.Dequeue();
                }
            }
        });
        consumer.Start();
        for (var i = 0; i < 500; i++)
        {
            lock (gate)
            {
                queue.Enqueue(i);
                Monitor.Pulse(gate);
            }
        }

        consumer.Join();
        Check.Equal(499 * 500 / 2, sum);
        lock (gate)
        {
            Check.True(!(Monitor.Wait(gate, 20)));
        }
    }

    [TargetTest]
    public static void SleepTakesItsTime()
    {
        var watch = Stopwatch.StartNew();
        Thread.Sleep(50);
        Check.True(watch.ElapsedMilliseconds is >= 50 and < 20_000);
    }

    [TargetTest]
    public static void EventsAndSemaphores()
    {
        using var ready = new ManualResetEventSlim();
        using var go = new AutoResetEvent(false);
        using var semaphore = new SemaphoreSlim(0);
        var done = 0;
        var thread = new Thread(() =>
        {
            ready.Set();
            go.WaitOne();
            semaphore.Wait();
            done = 1;
        });
        thread.Start();
        ready.Wait();
        Check.True(!(thread.Join(10)));
        go.Set();
        semaphore.Release();
        thread.Join();
        Check.Equal(1, done);
        Check.True(!(go.WaitOne(10)));
    }

    [TargetTest]
    public static void InterlockedCountsExactly()
    {
        var counter = 0L;
        object? box = null;
        Run(4, n =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                Interlocked.Increment(ref counter);
                Interlocked.Exchange(ref box, n);
            }
        });
        Check.Equal(80_000L, counter);
        Check.True(box is int);
    }

    [TargetTest]
    public static void CollectionsStopBusyThreads()
    {
        // One thread never calls anything: it can only be stopped by suspension.
        var stop = false;
        var spins = 0L;
        var spinner = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                spins++;
            }
        });
        spinner.Start();
        while (Volatile.Read(ref spins) == 0)
        {
            Thread.Sleep(1);
        }

        for (var i = 0; i < 20; i++)
        {
            GC.Collect();
            Thread.Sleep(1);
        }

        Volatile.Write(ref stop, true);
        spinner.Join();
        Check.True(spins > 0);
    }

    [TargetTest]
    public static void AllocatingThreadsKeepTheirObjects()
    {
        var before = GC.CollectionCount(0);
        Run(5, n =>
        {
            var random = new Random((int)n);
            var live = new string?[200];
            for (var i = 0; i < 20_000; i++)
            {
                var slot = random.Next(live.Length);
                if (live[slot] is { } text)
                {
                    Check.True(text.StartsWith($"{n}:{slot}:", StringComparison.Ordinal));
                }

                live[slot] = $"{n}:{slot}:{i}";
                if (i % 5000 == 0)
                {
                    GC.Collect();
                }
            }
        });
        Check.True(GC.CollectionCount(0) - before >= 20);
    }

    [TargetTest]
    public static void ConcurrentCollectionsHoldTogether()
    {
        var map = new ConcurrentDictionary<int, string>();
        Run(4, n =>
        {
            for (var i = 0; i < 2000; i++)
            {
                map[i] = $"{n}";
                map.TryGetValue(i ^ 1, out _);
            }
        });
        Check.Equal(2000, map.Count);
    }

    [TargetTest]
    public static void ExceptionsStayOnTheirThread()
    {
        var caught = new int[4];
        Run(4, n =>
        {
            for (var i = 0; i < 100; i++)
            {
                try
                {
                    throw new InvalidOperationException($"{n}");
                }
                catch (InvalidOperationException e) when (e.Message == $"{n}")
                {
                    caught[(int)n]++;
                }
            }
        });
        Check.Sequence([100, 100, 100, 100], caught);
    }

    [TargetTest]
    public static void ClocksAgree()
    {
        var (date, watch, ticks) = (DateTime.UtcNow, Stopwatch.StartNew(), Environment.TickCount64);
        Thread.Sleep(100);
        Check.True((DateTime.UtcNow - date).TotalMilliseconds is >= 90 and < 20_000);
        Check.True(watch.Elapsed.TotalMilliseconds is >= 90 and < 20_000);
        Check.True(Environment.TickCount64 - ticks is >= 90 and < 20_000);
        Check.True(DateTime.Now.Year >= 1970);
        Check.Equal(1_000_000_000L, Stopwatch.Frequency);
    }

    internal static void Run(int count, Action<object> body)
    {
        var failures = new ConcurrentQueue<Exception>();
        var threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            threads[i] = new Thread(n =>
            {
                try
                {
                    body(n!);
                }
                catch (Exception e)
                {
                    failures.Enqueue(e);
                }
            });
            threads[i].Start(i);
        }

        Array.ForEach(threads, t => t.Join());
        if (failures.TryDequeue(out var failure))
        {
            Check.Fail(failure.ToString());
        }
    }
}
