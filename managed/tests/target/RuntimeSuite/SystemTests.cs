// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Globalization;
using System.Text;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

/// <summary>Streams, the environment, asynchrony on one thread, and what a root task has not got.</summary>
internal static class SystemTests
{
    [TargetTest]
    public static void MemoryStreamsReadersAndWriters()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(42);
            writer.Write("text");
            writer.Write(2.5);
        }

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Check.Equal((42, "text", 2.5), (reader.ReadInt32(), reader.ReadString(), reader.ReadDouble()));
        Check.Throws<EndOfStreamException>(() => reader.ReadByte());
        using var lines = new StringReader("one\r\ntwo\nthree");
        Check.Sequence(["one", "two", "three"], [lines.ReadLine()!, lines.ReadLine()!, lines.ReadLine()!]);
    }

    [TargetTest]
    public static void StreamReadersDecode()
    {
        using var reader = new StreamReader(new MemoryStream("a€\nb"u8.ToArray()));
        Check.Equal("a€", reader.ReadLine());
        Check.Equal("b", reader.ReadToEnd());
    }

    [TargetTest]
    public static void ConsoleCanBeRedirected()
    {
        var original = Console.Out;
        using var captured = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(captured);
        Console.WriteLine("{0} and {1}", 1, "two");
        Console.SetOut(original);
        Check.Equal("1 and two" + Environment.NewLine, captured.ToString());
    }

    [TargetTest]
    public static void ConsoleWritesUnicode()
    {
        Console.WriteLine("ěšč 日本 𝄞");
        Console.Error.WriteLine("to the error stream");
    }

    [TargetTest]
    public static void EnvironmentFacts()
    {
        Check.True(Environment.ProcessorCount >= 1);
        Check.Equal("\n", Environment.NewLine);
        Check.True(Environment.Is64BitProcess);
        Check.True(Environment.GetEnvironmentVariable("SURELY_NOT_SET") is null);
        Check.True(Environment.Version.Major == 10);
        Check.Equal(System.Runtime.InteropServices.Architecture.Arm64, System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture);
        Check.True(Environment.GetCommandLineArgs().Length == 1);
    }

    [TargetTest]
    public static void StopwatchAdvances()
    {
        var watch = Stopwatch.StartNew();
        var ticks = Environment.TickCount64;
        while (watch.ElapsedMilliseconds < 5)
        {
            ExceptionTests.Opaque(1);
        }

        Check.True(Stopwatch.IsHighResolution);
        Check.True(Environment.TickCount64 >= ticks);
    }

    [TargetTest]
    public static void LocalTimeIsUtc()
    {
        Check.Equal(TimeSpan.Zero, TimeZoneInfo.Local.BaseUtcOffset);
        Check.True(Math.Abs((DateTime.Now - DateTime.UtcNow).TotalSeconds) < 5);
    }

    [TargetTest]
    public static void CultureIsInvariant()
    {
        Check.Equal("", CultureInfo.CurrentCulture.Name);
        Check.Equal("1.5", 1.5.ToString());
        Check.Equal("ABC", "abc".ToUpper());
    }

    [TargetTest]
    public static void AppContextSwitches()
    {
        Check.True(AppContext.TryGetSwitch("System.Globalization.Invariant", out var invariant) && invariant);
    }

    [TargetTest]
    public static void CompletedTasksNeedNoThread()
    {
        Check.Equal(6, Sum().GetAwaiter().GetResult());
        Check.Throws<CodedException>(() => Failing().GetAwaiter().GetResult());

        static async Task<int> Sum()
        {
            var total = 0;
            for (var i = 1; i <= 3; i++)
            {
                total += await Task.FromResult(i);
            }

            return total;
        }

        static async Task Failing()
        {
            await Task.CompletedTask;
            ExceptionTests.ThrowCoded(1);
        }
    }

    [TargetTest]
    public static void AsyncStreams()
    {
        Check.Equal(10, Consume().GetAwaiter().GetResult());

        static async Task<int> Consume()
        {
            var sum = 0;
            await foreach (var n in Produce())
            {
                sum += n;
            }

            return sum;
        }

        static async IAsyncEnumerable<int> Produce()
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.CompletedTask;
                yield return i;
            }
        }
    }

    [TargetTest]
    public static void TaskCompletionSourcesAndContinuations()
    {
        var source = new TaskCompletionSource<int>();
        var log = new List<string>();
        var task = Use();
        Check.Sequence(["before"], log);
        source.SetResult(5);
        task.GetAwaiter().GetResult();
        Check.Sequence(["before", "after 5"], log);

        async Task Use()
        {
            log.Add("before");
            var n = await source.Task;
            log.Add($"after {n}");
        }
    }

    [TargetTest]
    public static void WhenAllCollectsExceptions()
    {
        var all = Task.WhenAll(Task.FromException(new CodedException(1)), Task.CompletedTask, Task.FromException(new CodedException(2)));
        Check.Throws<CodedException>(() => all.GetAwaiter().GetResult());
        Check.Equal(2, all.Exception!.InnerExceptions.Count);
    }

    [TargetTest]
    public static void CancellationAndValueTasks()
    {
        using var cancellation = new CancellationTokenSource();
        var notified = false;
        using var registration = cancellation.Token.Register(() => notified = true);
        cancellation.Cancel();
        Check.True(notified);
        Check.Throws<OperationCanceledException>(cancellation.Token.ThrowIfCancellationRequested);
        Check.Equal(3, new ValueTask<int>(3).Result);
    }

    [TargetTest]
    public static void AsyncLocalsFlow()
    {
        var local = new AsyncLocal<string> { Value = "outer" };
        Change().GetAwaiter().GetResult();
        Check.Equal("outer", local.Value);

        async Task Change()
        {
            local.Value = "inner";
            await Task.CompletedTask;
            Check.Equal("inner", local.Value);
        }
    }

    [TargetTest]
    public static void LazyAndInterlocked()
    {
        var made = 0;
        var lazy = new Lazy<int>(() => ++made);
        Check.Equal(2, lazy.Value + lazy.Value);
        var counter = 5L;
        Check.Equal(6L, Interlocked.Increment(ref counter));
        Check.Equal(6L, Interlocked.CompareExchange(ref counter, 9, 6));
        Check.Equal(9L, Interlocked.Exchange(ref counter, 1));
        Check.Equal(1L, Interlocked.Or(ref counter, 6));
        Check.Equal(7L, Volatile.Read(ref counter));
        byte small = 3;
        Check.Equal((byte)3, Interlocked.CompareExchange(ref small, (byte)4, (byte)3));
        Check.Equal((byte)4, small);
    }

    [TargetTest]
    public static void MonitorIsReentrant()
    {
        var gate = new object();
        lock (gate)
        {
            lock (gate)
            {
                Check.True(Monitor.IsEntered(gate));
            }

            Check.True(Monitor.IsEntered(gate));
        }

        Check.True(!Monitor.IsEntered(gate));
        Check.Throws<SynchronizationLockException>(() => Monitor.Exit(gate));
        var modern = new Lock();
        lock (modern)
        {
            Check.True(modern.IsHeldByCurrentThread);
        }
    }

    [TargetTest]
    public static void FilesAreNotSupported()
    {
        Check.Throws<DirectoryNotFoundException>(() => File.ReadAllText("/etc/passwd"));
        Unsupported(() => File.WriteAllText("/tmp/x", "x"));
        Check.True(!File.Exists("/etc/passwd"));
        Check.Throws<DirectoryNotFoundException>(() => Directory.GetFiles("/etc"));
    }

    [TargetTest]
    public static void ProcessesAreNotSupported() => Unsupported(() => Process.Start("ls"));

    [TargetTest]
    public static void SocketsAreNotSupported() => Unsupported(() =>
    {
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
    });

    private static void Unsupported(Action action)
    {
        var e = ExceptionTests.Record(action);
        while (e is TypeInitializationException { InnerException: { } inner })
        {
            e = inner;
        }

        Check.True(e is PlatformNotSupportedException && e.Message.Length > 0, e.ToString());
    }
}
