// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026 The SeL4.Vm contributors

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SeL4.TestKit;

/// <summary>A check of a test case did not hold.</summary>
public sealed class CheckFailedException(string message) : Exception(message);

/// <summary>What test cases check with. A failure names the expression, the line and both values.</summary>
public static class Check
{
    public static void True(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string text = "",
        [CallerLineNumber] int line = 0)
    {
        if (!condition)
        {
            Fail($"{text} is false", line);
        }
    }

    public static void Equal<T>(
        T expected,
        T actual,
        [CallerArgumentExpression(nameof(actual))] string text = "",
        [CallerLineNumber] int line = 0)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Fail($"{text} is <{actual}>, expected <{expected}>", line);
        }
    }

    public static void Sequence<T>(
        IEnumerable<T> expected,
        IEnumerable<T> actual,
        [CallerArgumentExpression(nameof(actual))] string text = "",
        [CallerLineNumber] int line = 0)
    {
        var (e, a) = (expected.ToArray(), actual.ToArray());
        if (!e.SequenceEqual(a))
        {
            Fail($"{text} is [{string.Join(", ", a)}], expected [{string.Join(", ", e)}]", line);
        }
    }

    /// <summary>Exactly this type, not a derived one.</summary>
    public static T Throws<T>(Action action, [CallerArgumentExpression(nameof(action))] string text = "", [CallerLineNumber] int line = 0)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (Exception e) when (e.GetType() == typeof(T))
        {
            return (T)e;
        }
        catch (Exception e) when (e is not CheckFailedException)
        {
            Fail($"{text} threw {e.GetType().Name}, expected {typeof(T).Name}", line);
        }

        Fail($"{text} threw nothing, expected {typeof(T).Name}", line);
        return null;
    }

    [DoesNotReturn]
    public static void Fail(string message, [CallerLineNumber] int line = 0) =>
        throw new CheckFailedException($"line {line}: {message}");
}
