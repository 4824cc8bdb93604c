// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Runtime.CompilerServices;
using SeL4.TestKit;

namespace SeL4.RuntimeSuite;

internal static class ExceptionTests
{
    private static readonly List<string> Log = [];

    [TargetTest]
    public static void CaughtByType()
    {
        try
        {
            throw new InvalidOperationException("one");
        }
        catch (ArgumentException)
        {
            Check.Fail("wrong clause");
        }
        catch (InvalidOperationException e)
        {
            Check.Equal("one", e.Message);
        }
    }

    [TargetTest]
    public static void CaughtByBaseType()
    {
        var e = Record(() => throw new ArgumentNullException("x"));
        Check.True(e is ArgumentException);
    }

    [TargetTest]
    public static void NestedFinallyRunsInnermostFirst()
    {
        foreach (var kind in Enumerable.Range(0, 5))
        {
            Log.Clear();
            try
            {
                Outer(kind);
            }
            catch (Exception e)
            {
                Log.Add(e.GetType().Name);
            }

            Check.Sequence(["inner", "middle", "outer", ExpectedName(kind)], Log);
        }

        static void Outer(int kind)
        {
            try
            {
                Middle(kind);
            }
            finally
            {
                Log.Add("outer");
            }
        }

        static void Middle(int kind)
        {
            try
            {
                try
                {
                    ThrowKind(kind);
                }
                finally
                {
                    Log.Add("inner");
                }
            }
            finally
            {
                Log.Add("middle");
            }
        }

        static string ExpectedName(int kind) => kind switch
        {
            0 => nameof(DivideByZeroException),
            1 => nameof(IndexOutOfRangeException),
            2 => nameof(NullReferenceException),
            3 => nameof(OverflowException),
            _ => nameof(InvalidOperationException),
        };
    }

    [TargetTest]
    public static void FilterChoosesTheClause()
    {
        Check.Equal("second", Filtered(2));
        Check.Equal("first", Filtered(1));
        Check.Equal("none", Filtered(3));

        static string Filtered(int code)
        {
            try
            {
                try
                {
                    throw new CodedException(code);
                }
                catch (CodedException e) when (e.Code == 1)
                {
                    return "first";
                }
                catch (CodedException e) when (e.Code == 2)
                {
                    return "second";
                }
            }
            catch (CodedException)
            {
                return "none";
            }
        }
    }

    [TargetTest]
    public static void FilterRunsBeforeFinally()
    {
        Log.Clear();
        try
        {
            try
            {
                throw new CodedException(1);
            }
            finally
            {
                Log.Add("finally");
            }
        }
        catch (CodedException) when (Note("filter"))
        {
            Log.Add("catch");
        }

        Check.Sequence(["filter", "finally", "catch"], Log);
    }

    [TargetTest]
    public static void FilterThatThrowsCountsAsFalse()
    {
        var caught = "";
        try
        {
            try
            {
                throw new CodedException(1);
            }
            catch (CodedException) when (ThrowingFilter())
            {
                caught = "filtered";
            }
        }
        catch (CodedException)
        {
            caught = "outer";
        }

        Check.Equal("outer", caught);
    }

    [TargetTest]
    public static void FilterSeesLocalsOfItsMethod()
    {
        var wanted = Environment.TickCount >= 0 ? 7 : 8;
        var seen = 0;
        try
        {
            throw new CodedException(wanted);
        }
        catch (CodedException e) when (e.Code == wanted && ++seen == 1)
        {
            seen += 10;
        }

        Check.Equal(11, seen);
    }

    [TargetTest]
    public static void NestedThrowInsideCatch()
    {
        Log.Clear();
        try
        {
            try
            {
                throw new CodedException(1);
            }
            catch (CodedException first)
            {
                try
                {
                    throw new CodedException(2);
                }
                catch (CodedException second)
                {
                    Log.Add($"{first.Code}{second.Code}");
                }

                throw new CodedException(3);
            }
        }
        catch (CodedException third)
        {
            Log.Add($"{third.Code}");
        }

        Check.Sequence(["12", "3"], Log);
    }

    [TargetTest]
    public static void ThrowInFinallySupersedes()
    {
        Log.Clear();
        try
        {
            try
            {
                throw new CodedException(1);
            }
            finally
            {
                Log.Add("finally");
                ThrowCoded(2);
            }
        }
        catch (CodedException e)
        {
            Log.Add($"{e.Code}");
        }

        Check.Sequence(["finally", "2"], Log);
    }

    [TargetTest]
    public static void ThrowInFinallyOfCalleeRunsTheOuterFinallyOnce()
    {
        Log.Clear();
        try
        {
            try
            {
                Callee();
            }
            finally
            {
                Log.Add("outer");
            }
        }
        catch (CodedException e)
        {
            Log.Add($"{e.Code}");
        }

        Check.Sequence(["inner", "outer", "2"], Log);

        static void Callee()
        {
            try
            {
                ThrowCoded(1);
            }
            finally
            {
                Log.Add("inner");
                ThrowCoded(2);
            }
        }
    }

    [TargetTest]
    public static void ThrowInFinallyCaughtInsideIt()
    {
        Log.Clear();
        try
        {
            try
            {
                throw new CodedException(1);
            }
            finally
            {
                try
                {
                    ThrowCoded(2);
                }
                catch (CodedException e)
                {
                    Log.Add($"{e.Code}");
                }
            }
        }
        catch (CodedException e)
        {
            Log.Add($"{e.Code}");
        }

        Check.Sequence(["2", "1"], Log);
    }

    [TargetTest]
    public static void RethrowKeepsTheException()
    {
        var original = new CodedException(5);
        var seen = 0;
        var caught = Record(() =>
        {
            try
            {
                throw original;
            }
            catch (CodedException)
            {
                seen++;
                throw;
            }
        });
        Check.True(ReferenceEquals(original, caught));
        Check.Equal(1, seen);
    }

    [TargetTest]
    public static void RethrowInsideNestedCatch()
    {
        var caught = (CodedException)Record(() =>
        {
            try
            {
                throw new CodedException(1);
            }
            catch (CodedException)
            {
                try
                {
                    throw new CodedException(2);
                }
                catch (CodedException)
                {
                    Log.Add("x");
                }

                throw;
            }
        });
        Check.Equal(1, caught.Code);
    }

    [TargetTest]
    public static void FinallyRunsOnReturnAndBreak()
    {
        Log.Clear();
        Check.Equal(3, Returning());
        for (var i = 0; i < 10; i++)
        {
            try
            {
                if (i == 1)
                {
                    break;
                }
            }
            finally
            {
                Log.Add($"loop{i}");
            }
        }

        Check.Sequence(["returned", "loop0", "loop1"], Log);

        static int Returning()
        {
            try
            {
                return 3;
            }
            finally
            {
                Log.Add("returned");
            }
        }
    }

    internal static Exception Record(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new CheckFailedException("nothing was thrown");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int Opaque(int value) => value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowCoded(int code) => throw new CodedException(code);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowKind(int kind)
    {
        var zero = Opaque(0);
        switch (kind)
        {
            case 0:
                Opaque(1 / zero);
                break;
            case 1:
                Opaque((new int[1])[zero + 1]);
                break;
            case 2:
                string? none = zero == 0 ? null : "";
                Opaque(none!.Length);
                break;
            case 3:
                Opaque(checked(int.MaxValue + Opaque(1)));
                break;
            default:
                throw new InvalidOperationException();
        }
    }

    private static bool Note(string text)
    {
        Log.Add(text);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ThrowingFilter() => throw new InvalidOperationException("in a filter");
}

internal sealed class CodedException(int code) : Exception($"code {code}")
{
    public int Code { get; } = code;
}
