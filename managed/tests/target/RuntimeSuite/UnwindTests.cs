// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

/// <summary>What unwinding leaves behind: registers, finally blocks, stack traces.</summary>
internal static class UnwindTests
{
    private static readonly List<string> Log = [];

    [TargetTest]
    public static void UnwindsThreeHundredFrames()
    {
        var e = (CodedException)ExceptionTests.Record(() => Recurse(300));
        Check.Equal(300, e.Code);

        static int Recurse(int depth) => depth == 0 ? throw new CodedException(300) : Recurse(depth - 1) + 1;
    }

    [TargetTest]
    public static void UnwindsThreeHundredFinallys()
    {
        var count = 0;
        ExceptionTests.Record(() => Recurse(300, ref count));
        Check.Equal(300, count);

        static void Recurse(int depth, ref int count)
        {
            if (depth == 0)
            {
                throw new CodedException(0);
            }

            try
            {
                Recurse(depth - 1, ref count);
            }
            finally
            {
                count++;
            }
        }
    }

    [TargetTest]
    public static void TwoThousandThrows()
    {
        var sum = 0;
        for (var i = 0; i < 2000; i++)
        {
            try
            {
                ExceptionTests.ThrowCoded(i);
            }
            catch (CodedException e)
            {
                sum += e.Code;
            }
        }

        Check.Equal(1999000, sum);
    }

    [TargetTest]
    public static void LocalsInRegistersSurviveACatch()
    {
        int a = ExceptionTests.Opaque(1), b = ExceptionTests.Opaque(2), c = ExceptionTests.Opaque(3), d = ExceptionTests.Opaque(4), e = ExceptionTests.Opaque(5), f = ExceptionTests.Opaque(6);
        double x = ExceptionTests.Opaque(7), y = ExceptionTests.Opaque(8);
        for (var i = 0; i < 3; i++)
        {
            try
            {
                ExceptionTests.ThrowCoded(i);
            }
            catch (CodedException)
            {
                a += i;
            }
        }

        Check.Equal(4, a);
        Check.Equal(20, b + c + d + e + f);
        Check.Equal(56.0, x * y);
    }

    [TargetTest]
    public static void CallersRegistersSurviveACatchFurtherDown()
    {
        long a = ExceptionTests.Opaque(10), b = ExceptionTests.Opaque(20), c = ExceptionTests.Opaque(30), d = ExceptionTests.Opaque(40);
        double x = ExceptionTests.Opaque(5), y = ExceptionTests.Opaque(6), z = ExceptionTests.Opaque(7);
        for (var i = 0; i < 5; i++)
        {
            a += Swallow(i);
            x += y;
        }

        Check.Equal(10L + 0 + 1 + 2 + 3 + 4, a);
        Check.Equal(90L, b + c + d);
        Check.Equal(35.0 + 7.0, x + z);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Swallow(int i)
        {
            long p = ExceptionTests.Opaque(1), q = ExceptionTests.Opaque(2), r = ExceptionTests.Opaque(3), s = ExceptionTests.Opaque(4);
            double t = ExceptionTests.Opaque(9);
            try
            {
                ExceptionTests.ThrowCoded(i);
            }
            catch (CodedException e)
            {
                return p + q + r + s == 10 && t == 9.0 ? e.Code : -100;
            }

            return -1;
        }
    }

    [TargetTest]
    public static void StackTraceNamesTheMethods()
    {
        var trace = ExceptionTests.Record(() => NamedThrower(1)).ToString();
        Check.True(trace.Contains(nameof(CodedException), StringComparison.Ordinal), trace);
        Check.True(trace.Contains($"{nameof(ExceptionTests)}.{nameof(ExceptionTests.ThrowCoded)}(Int32", StringComparison.Ordinal), trace);
        Check.True(trace.Contains(nameof(NamedThrower), StringComparison.Ordinal), trace);
    }

    [TargetTest]
    public static void EnvironmentStackTraceNamesTheCaller()
    {
        Check.True(Environment.StackTrace.Contains(nameof(EnvironmentStackTraceNamesTheCaller), StringComparison.Ordinal));
    }

    [TargetTest]
    public static void StackTraceInsideACatchShowsTheMethodOnce()
    {
        try
        {
            ExceptionTests.ThrowCoded(1);
        }
        catch (CodedException)
        {
            var trace = Environment.StackTrace;
            Check.True(trace.Contains(nameof(StackTraceInsideACatchShowsTheMethodOnce), StringComparison.Ordinal), trace);
            Check.True(!trace.Contains("DispatchEx", StringComparison.Ordinal), trace);
        }
    }

    [TargetTest]
    public static void AggregateAndInnerExceptions()
    {
        var inner = new CodedException(1);
        var outer = new AggregateException("all", inner, new InvalidOperationException("two", inner));
        Check.Equal(2, outer.InnerExceptions.Count);
        Check.True(ReferenceEquals(inner, outer.Flatten().InnerExceptions[1].InnerException));
    }

    [TargetTest]
    public static void UsingDisposesOnThrow()
    {
        Log.Clear();
        ExceptionTests.Record(() =>
        {
            using var first = new Disposable("first");
            using var second = new Disposable("second");
            ExceptionTests.ThrowCoded(1);
        });
        Check.Sequence(["second", "first"], Log);
    }

    [TargetTest]
    public static void LockIsReleasedOnThrow()
    {
        var gate = new object();
        ExceptionTests.Record(() =>
        {
            lock (gate)
            {
                ExceptionTests.ThrowCoded(1);
            }
        });
        Check.True(!Monitor.IsEntered(gate));
    }

    [TargetTest]
    public static void FirstChanceEventFires()
    {
        var seen = 0;
        EventHandler<System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs> handler = (_, _) => seen++;
        AppDomain.CurrentDomain.FirstChanceException += handler;
        ExceptionTests.Record(() => ExceptionTests.ThrowCoded(1));
        AppDomain.CurrentDomain.FirstChanceException -= handler;
        ExceptionTests.Record(() => ExceptionTests.ThrowCoded(1));
        Check.Equal(1, seen);
    }

    [TargetTest]
    public static void ExceptionDispatchInfoRethrows()
    {
        var captured = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(ExceptionTests.Record(() => NamedThrower(4)));
        var again = ExceptionTests.Record(captured.Throw);
        Check.True(ReferenceEquals(captured.SourceException, again));
        Check.True(again.StackTrace!.Contains(nameof(NamedThrower), StringComparison.Ordinal), again.StackTrace!);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NamedThrower(int code)
    {
        ExceptionTests.ThrowCoded(code);
        ExceptionTests.Opaque(code);
    }

    private sealed class Disposable(string name) : IDisposable
    {
        public void Dispose() => Log.Add(name);
    }
}
