// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SeL4.Benchmarks;

internal static unsafe class Program
{
    private const int LiveBytes = 16 * 1024 * 1024;

    private static object? s_sink;
    private static int s_number;

    private interface IOperation
    {
        int Run(int n);
    }

    public static void Main()
    {
        Measure("empty loop", 100_000, n => Loop(n));
        Measure("static call", 100_000, n => Calls(n));
        Measure("interface call, 1 type", 100_000, n => Interface(n, [new Plus1(), new Plus1(), new Plus1(), new Plus1()]));
        Measure("interface call, 4 types", 100_000, n => Interface(n, [new Plus1(), new Plus2(), new Plus3(), new Plus4()]));
        Measure("P/Invoke", 100_000, n => PInvoke(n));
        Measure("P/Invoke, SuppressGCTransition", 100_000, n => PInvokeSuppressed(n));
        Measure("reverse P/Invoke callback", 20_000, n => Callback(n));
        Measure("allocation of 24 bytes", 100_000, n => Allocate(n));
        Measure("throw and catch, depth 1", 500, n => Throw(n, 1));
        Measure("throw and catch, depth 20", 200, n => Throw(n, 20));
        Measure("null reference and catch", 500, n => Fault(n));
        Measure("lock and unlock", 50_000, n => LockUnlock(n));
        Collect();
    }

    private static void Measure(string name, int count, Action<int> body)
    {
        body(Math.Max(count / 10, 1)); // dispatch caches, allocation buffers
        var start = Stopwatch.GetTimestamp();
        body(count);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Console.WriteLine($"{name,-32} {elapsed / count,12:F1}");
    }

    private static void Collect()
    {
        var live = new object[LiveBytes / 64];
        for (var i = 0; i < live.Length; i++)
        {
            live[i] = new byte[40]; // 64 bytes with header, type, length and the reference to it
        }

        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        GC.Collect();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Console.WriteLine($"{"full collection, 16 MiB live",-32} {elapsed,12:F0}");
        GC.KeepAlive(live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Loop(int n)
    {
        for (var i = 0; i < n; i++)
        {
            s_number += i;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Increment(int n) => n + 1;

    private static void Calls(int n)
    {
        for (var i = 0; i < n; i++)
        {
            s_number = Increment(s_number);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Interface(int n, IOperation[] operations)
    {
        for (var i = 0; i < n; i++)
        {
            s_number = operations[i & 3].Run(s_number);
        }
    }

    private static void PInvoke(int n)
    {
        for (var i = 0; i < n; i++)
        {
            s_number = Abs(s_number);
        }
    }

    private static void PInvokeSuppressed(int n)
    {
        for (var i = 0; i < n; i++)
        {
            s_number = AbsSuppressed(s_number);
        }
    }

    private static void Callback(int n)
    {
        delegate* unmanaged<int, int> callback = &Called;
        for (var i = 0; i < n; i++)
        {
            s_number = callback(s_number);
        }
    }

    [UnmanagedCallersOnly]
    private static int Called(int n) => n + 1;

    private static void Allocate(int n)
    {
        for (var i = 0; i < n; i++)
        {
            s_sink = new Small { Value = i };
        }
    }

    private static void Throw(int n, int depth)
    {
        for (var i = 0; i < n; i++)
        {
            try
            {
                Down(depth);
            }
            catch (InvalidOperationException)
            {
                s_number++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Down(int depth) => depth <= 1 ? throw new InvalidOperationException("x") : Down(depth - 1) + 1;

    private static void Fault(int n)
    {
        for (var i = 0; i < n; i++)
        {
            try
            {
                Read(null!);
            }
            catch (NullReferenceException)
            {
                s_number++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Read(Small small) => small.Value;

    private static void LockUnlock(int n)
    {
        var gate = new object();
        for (var i = 0; i < n; i++)
        {
            lock (gate)
            {
                s_number++;
            }
        }
    }

    [DllImport("*", EntryPoint = "abs", ExactSpelling = true)]
    private static extern int Abs(int value);

    [DllImport("*", EntryPoint = "abs", ExactSpelling = true)]
    [SuppressGCTransition]
    private static extern int AbsSuppressed(int value);

    private sealed class Small
    {
        public int Value;
    }

    private sealed class Plus1 : IOperation
    {
        public int Run(int n) => n + 1;
    }

    private sealed class Plus2 : IOperation
    {
        public int Run(int n) => n + 2;
    }

    private sealed class Plus3 : IOperation
    {
        public int Run(int n) => n + 3;
    }

    private sealed class Plus4 : IOperation
    {
        public int Run(int n) => n + 4;
    }
}
